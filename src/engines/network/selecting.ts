import type { Selecting } from './decide.ts';
import type { PodEnd } from './ends.ts';
import { selects, type Reading } from './match.ts';
import type { Policy, Tier } from './policy.ts';

/** Policies by what they can select, so that a pod is compared with those of its namespace and the cluster's only. */
export class PolicyIndex {
  readonly policies: readonly Policy[];
  readonly #byNamespace = new Map<string, Policy[]>();
  readonly #cluster: Readonly<Record<Tier, Policy[]>> = { admin: [], namespace: [], baseline: [] };

  constructor(policies: readonly Policy[]) {
    this.policies = policies;
    for (const policy of policies) {
      const { namespace } = policy.subject;
      if (namespace === undefined) this.#cluster[policy.tier].push(policy);
      else if (this.#byNamespace.has(namespace)) this.#byNamespace.get(namespace)?.push(policy);
      else this.#byNamespace.set(namespace, [policy]);
    }
    for (const tier of [this.#cluster.admin, this.#cluster.baseline]) tier.sort(inOrder);
  }

  of(pod: PodEnd, reading: Reading): Selecting {
    const selecting = (policies: readonly Policy[]): readonly Policy[] => policies.filter(({ subject }) => selects(subject, pod, reading));
    return { admin: selecting(this.#cluster.admin), namespace: selecting(this.#byNamespace.get(pod.namespace.name) ?? []), baseline: selecting(this.#cluster.baseline) };
  }

  /** Policies of a tier that share a priority: which of them is asked first, Kubernetes leaves open. */
  equalPriorities(policy: Policy): readonly Policy[] {
    return this.#cluster[policy.tier].filter((other) => other !== policy && other.priority === policy.priority);
  }
}

function inOrder(a: Policy, b: Policy): number {
  return a.priority - b.priority || (a.ref.name < b.ref.name ? -1 : 1);
}
