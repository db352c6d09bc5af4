import { SelectorIndex } from '../../lang/label-index.ts';
import type { Selecting } from './decide.ts';
import type { PodEnd } from './ends.ts';
import { selects, type Reading } from './match.ts';
import type { Policy, Tier } from './policy.ts';

/** Policies by what they can select, so that a pod is compared with those of its namespace and the cluster's only. */
export class PolicyIndex {
  readonly policies: readonly Policy[];
  readonly #byNamespace: Map<string, readonly Policy[]>;
  readonly #cluster: Readonly<Record<Tier, readonly Policy[]>>;
  readonly #near = new Map<string, SelectorIndex<Policy>>();

  constructor(policies: readonly Policy[], byNamespace?: Map<string, readonly Policy[]>) {
    this.policies = policies;
    this.#byNamespace = byNamespace ?? Map.groupBy(policies.filter(({ subject }) => subject.namespace !== undefined), ({ subject }) => subject.namespace ?? '');
    const cluster = policies.filter(({ subject }) => subject.namespace === undefined);
    const tier = (name: Tier): readonly Policy[] => cluster.filter((policy) => policy.tier === name).toSorted(inOrder);
    this.#cluster = { admin: tier('admin'), namespace: [], baseline: tier('baseline') };
  }

  /** The same with some policies taken out and others put in. */
  changed(removed: readonly Policy[], added: readonly Policy[]): PolicyIndex {
    const byNamespace = new Map(this.#byNamespace);
    for (const name of new Set([...removed, ...added].flatMap(({ subject }) => subject.namespace ?? []))) {
      byNamespace.set(name, [...(byNamespace.get(name) ?? []).filter((policy) => !removed.includes(policy)), ...added.filter(({ subject }) => subject.namespace === name)]);
    }
    return new PolicyIndex([...this.policies.filter((policy) => !removed.includes(policy)), ...added], byNamespace);
  }

  of(pod: PodEnd, reading: Reading): Selecting {
    const selecting = (policies: readonly Policy[]): readonly Policy[] => policies.filter(({ subject }) => selects(subject, pod, reading));
    return { admin: selecting(this.#cluster.admin), namespace: this.inNamespace(pod, reading), baseline: selecting(this.#cluster.baseline) };
  }

  /** The NetworkPolicies alone. */
  inNamespace(pod: PodEnd, reading: Reading): readonly Policy[] {
    return this.#of(pod.namespace.name).near(pod.labels).filter(({ subject }) => selects(subject, pod, reading));
  }

  #of(namespace: string): SelectorIndex<Policy> {
    let near = this.#near.get(namespace);
    if (!near) this.#near.set(namespace, (near = new SelectorIndex(this.#byNamespace.get(namespace) ?? [], ({ subject }) => subject.pods)));
    return near;
  }

  /** Policies of a tier that share a priority: which of them is asked first, Kubernetes leaves open. */
  equalPriorities(policy: Policy): readonly Policy[] {
    return this.#cluster[policy.tier].filter((other) => other !== policy && other.priority === policy.priority);
  }
}

function inOrder(a: Policy, b: Policy): number {
  return a.priority - b.priority || (a.ref.name < b.ref.name ? -1 : 1);
}
