import { makerOf, PodAdmission, type AdmissionAnswer, type Gate, type PodAdmissionOptions, type Refusal } from '../engines/admission/index.ts';
import { text } from '../cluster/read.ts';
import type { Workload } from '../cluster/workload.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { KubernetesObject } from '../model/object.ts';
import { openState, partOpenState, type State } from './states.ts';
import type { Reason, Step } from './technique.ts';

/** What admission makes of a pod that an attacker would create. */
export interface Passage {
  readonly admitted: boolean;
  readonly refusals: readonly Refusal[];
  /** What looks at the pod and was not evaluated: it could refuse. */
  readonly gaps: readonly Gap[];
  /** Guards to take away before the pod is let in, as states; undefined where something refuses that nobody can take away. */
  readonly behind: readonly State[] | undefined;
  /** All guards that refuse the pod or could: with these away as well, only `rest` is open. */
  readonly clear: readonly State[];
  readonly rest: readonly Gap[];
  /** The guards behind `clear`, one for each. */
  readonly gates: readonly Gate[];
}

export const constraintsGap: Gap = gap('api', 'gap/pod-constraints', 'Which SecurityContextConstraints may the creator of the pod and its service account use? kubectl get securitycontextconstraints -o yaml');

const somebody = { user: 'system:authenticated-user', groups: ['system:authenticated'] };

const container = { name: 'a', image: 'registry.example/a:1' };

/** A pod that the restricted level lets through: it only uses a service account. */
export const modest: Readonly<Record<string, unknown>> = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ ...container, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
};

const cloning: Readonly<Record<string, unknown>> = {
  ...modest,
  containers: [{ ...container, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }, volumeMounts: [{ name: 'g', mountPath: '/g' }] }],
  volumes: [{ name: 'g', gitRepo: { repository: 'https://git.example/a.git', directory: 'a' } }],
};

const privileged: Readonly<Record<string, unknown>> = { containers: [{ ...container, securityContext: { privileged: true } }] };

/** Specs that own their node, in the order of how little they ask for. */
export const escaping: readonly Readonly<Record<string, unknown>>[] = [
  privileged,
  { containers: [{ ...container, volumeMounts: [{ name: 'h', mountPath: '/h' }] }], volumes: [{ name: 'h', hostPath: { path: '/' } }] },
  { hostPID: true, containers: [{ ...container, securityContext: { capabilities: { add: ['SYS_ADMIN', 'SYS_PTRACE'] }, appArmorProfile: { type: 'Unconfined' } } }] },
];

/** With the level that its maker writes on it. */
const ownNamespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'made-by-an-attacker', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } };

/** Asks, once for each namespace, whether pods of an attacker's making would be let in. */
export class Guards {
  readonly #admission: PodAdmission;
  /** As it would be with every guard that can be taken away gone. */
  readonly #bare: PodAdmission;
  readonly #known = new Map<string, Passage>();

  constructor(objects: Iterable<KubernetesObject>, options: Pick<PodAdmissionOptions, 'version' | 'podSecurity' | 'disabled'>) {
    const all = [...objects, ownNamespace];
    this.#admission = PodAdmission.from(all, options);
    this.#bare = PodAdmission.from(all.filter(({ kind, apiVersion }) => !isRemovable(kind, text(apiVersion) ?? '')), { ...options, disabled: new Set([...(options.disabled ?? []), 'PodSecurity']) });
  }

  /** A pod that asks for nothing but its service account. */
  modest(namespace: string): Passage {
    return this.#once(`modest ${namespace}`, () => this.#ask(namespace, modest));
  }

  /** A pod that has the kubelet clone a repository. */
  cloning(namespace: string): Passage {
    return this.#once(`cloning ${namespace}`, () => this.#ask(namespace, cloning));
  }

  /** Of those specs the one that a container alone makes: nothing else of its pod changes. */
  privileged(namespace: string): Passage {
    return this.#once(`privileged ${namespace}`, () => this.#ask(namespace, privileged));
  }

  /** The most open of the specs that own their node. */
  escaping(namespace: string): Passage {
    return this.#once(`escaping ${namespace}`, () => {
      const first = this.privileged(namespace);
      if (first.admitted && first.gaps.length === 0) return first;
      const passages = [first, ...escaping.slice(1).map((spec) => this.#ask(namespace, spec))];
      return passages.find(({ admitted, gaps }) => admitted && gaps.length === 0) ?? passages.find(({ admitted }) => admitted) ?? passages.toSorted((a, b) => effort(a) - effort(b))[0] ?? refusedUnseen;
    });
  }

  /** The same in a namespace that the attacker makes. */
  inOwn(): Passage {
    return this.escaping(ownNamespace.metadata.name);
  }

  #once(key: string, ask: () => Passage): Passage {
    const found = this.#known.get(key) ?? ask();
    this.#known.set(key, found);
    return found;
  }

  /** Whether a pod of that very form is let in as things are. */
  letsIn(pod: KubernetesObject, namespace: string): Pick<Passage, 'admitted' | 'gaps'> {
    const { allowed, gaps } = this.#admission.admit({ pod, namespace, actor: somebody });
    return { admitted: allowed, gaps };
  }

  /** What admission says of the pods of a workload, sent by its controller where it has one. */
  ofWorkload({ object: { kind, metadata }, namespace, labels, annotations, spec }: Workload): AdmissionAnswer {
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: metadata.name, namespace, labels, annotations }, spec };
    return this.#admission.admit({ pod, namespace, actor: makerOf(kind) ?? somebody });
  }

  #ask(namespace: string, spec: Readonly<Record<string, unknown>>): Passage {
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace }, spec };
    const creation = { pod, namespace, actor: somebody };
    const { allowed, refusals, gates, gaps } = this.#admission.admit(creation);
    const bare = this.#bare.admit(creation);
    const constrained = bare.refusals.some(({ gate }) => gate.kind === 'security-context-constraints') ? [constraintsGap] : [];
    const looking = gates.filter((gate) => openOf(gate, namespace) !== undefined && (!gate.evaluated || refusals.some((refusal) => refusal.gate.name === gate.name && refusal.gate.kind === gate.kind && refusal.gate.part === gate.part)));
    const behind = refusals.flatMap(({ gate }) => openOf(gate, namespace) ?? []);
    // Without the namespace its level is unknown.
    const unread = gaps.some(({ id }) => id === `gap/namespace/${namespace}`) ? [openState('pod-security', namespace)] : [];
    return {
      admitted: allowed, refusals, gaps: [...gaps, ...constrained], gates: looking,
      behind: bare.refusals.some(({ gate }) => gate.kind !== 'security-context-constraints') ? undefined : [...new Set(behind)],
      clear: [...new Set([...behind, ...looking.flatMap((gate) => openOf(gate, namespace) ?? []), ...unread])],
      rest: [...bare.gaps, ...constrained],
    };
  }
}

/** How many guards stand before it. */
function effort({ behind }: Passage): number {
  return behind?.length ?? Infinity;
}

const refusedUnseen: Passage = { admitted: false, refusals: [], gaps: [], behind: undefined, clear: [], rest: [], gates: [] };

/** The object that stands as a guard, as a state. Undefined where nobody can take it away. */
export function guardOf({ kind, name, namespace, part = '' }: Gate, podNamespace: string): State | undefined {
  switch (kind) {
    case 'pod-security':
      return openState(kind, podNamespace);
    case 'resource-quota':
    case 'limit-range':
      return openState(kind, `${podNamespace}/${name}`);
    case 'validating-policy':
    case 'mutating-policy':
      return openState(kind, name);
    case 'validating-webhook':
      return openState('webhook', `validating/${name}`);
    case 'mutating-webhook':
      return openState('webhook', `mutating/${name}`);
    case 'kyverno':
      return openState('engine-policy', namespace === undefined ? `ClusterPolicy/${name}` : `Policy/${namespace}/${name}`);
    case 'gatekeeper':
      return openState('engine-policy', `${part}/${name}`);
    default:
      return undefined;
  }
}

/** The state in which the guard stops no pod of that namespace any more: of what has parts, the part that looks at the pod. */
export function openOf(gate: Gate, podNamespace: string): State | undefined {
  const guard = guardOf(gate, podNamespace);
  const { kind, part } = gate;
  return guard === undefined || part === undefined || kind === 'gatekeeper' || kind === 'kyverno' ? guard : partOpenState(guard, part, podNamespace);
}

/** Steps of who may create pods: as things are, and with every guard that could refuse taken away. */
export function* through({ admitted, refusals, gaps, behind, clear, rest }: Passage, needs: readonly State[], gives: State, tell: (how: string) => Reason, free?: 'free'): Generator<Step> {
  const more = free === undefined ? {} : { free: true as const };
  if (behind === undefined) return;
  const away = `once ${[...new Set(refusals.map(({ gate }) => gate.name))].join(', ')} is out of the way, `;
  yield { needs: [...needs, ...behind], gives, certain: gaps.length === 0, ...more, because: () => ({ ...tell(admitted ? '' : away), gaps }) };
  if (gaps.length > rest.length && clear.length > behind.length) yield { needs: [...needs, ...clear], gives, certain: rest.length === 0, ...more, because: () => ({ ...tell('once all that looks at it is out of the way, '), gaps: rest }) };
}

const removable: Readonly<Record<string, readonly string[]>> = {
  '': ['ResourceQuota', 'LimitRange'],
  'admissionregistration.k8s.io': ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy', 'ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  'kyverno.io': ['ClusterPolicy', 'Policy'],
};

function isRemovable(kind: string, apiVersion: string): boolean {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return group === 'constraints.gatekeeper.sh' || removable[group]?.includes(kind) === true;
}
