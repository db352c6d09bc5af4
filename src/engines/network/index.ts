import { refOf as plainRef } from '../../cluster/identity.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject, ObjectRef } from '../../model/object.ts';
import { listConnections, type Connection } from './connections.ts';
import { allowedPorts, decide, type Decider, type DirectionAnswer, type Selecting } from './decide.ts';
import { strangerIn, type End, type NodeEnd, type PodEnd, type RefOf } from './ends.ts';
import { NetworkPlugins, type Enforcement } from './enforcement.ts';
import { exposureOf, type Exposed } from './exposure.ts';
import { commonFamilies } from './families.ts';
import { ForeignPolicies } from './foreign.ts';
import { plainListeners, type PlainListener } from './gateways.ts';
import { intersect } from './intervals.ts';
import { isNodeLike, isOwnNode, usualReading, type Reading } from './match.ts';
import { NamedEnds, NetworkQuestionError } from './named-ends.ts';
import { namespaceName, NetworkObjects } from './objects.ts';
import { openQuestions } from './open-questions.ts';
import { readEnds, type Ends } from './pods.ts';
import type { Direction, Policy } from './policy.ts';
import { isProtocol, lastPort, portMap, portsOf, type PortMap, type Protocol } from './ports.ts';
import { publishedWays } from './published.ts';
import { Reachability } from './reachability.ts';
import { readPolicy } from './read-policies.ts';
import { PolicyIndex } from './selecting.ts';
import { Services } from './services.ts';
import { policyProblems, type PolicyProblem } from './validate.ts';
import { waysIn } from './ways-in.ts';

export type { Connection } from './connections.ts';
export type { Decider, DirectionAnswer } from './decide.ts';
export type { Enforcement } from './enforcement.ts';
export { NetworkQuestionError } from './named-ends.ts';
export type { Exposed } from './exposure.ts';
export { portText, type PortMap, type Protocol } from './ports.ts';
export type { Reachability } from './reachability.ts';
export { policyProblems, type PolicyProblem } from './validate.ts';

export interface NetworkOptions {
  /** How an object is named and where it was read. */
  readonly refOf?: RefOf;
  /** What was not read of a namespace's policies, and of the cluster's: attached to every answer it could turn. */
  readonly policies?: (namespace: string) => readonly Gap[];
  readonly clusterPolicies?: readonly Gap[];
}

/** Ends are `namespace/pod`, a workload's `namespace/name` or `namespace/name[Kind]`, or `ip:ADDRESS`. */
export interface Question {
  readonly from: string;
  readonly to: string;
  readonly protocol?: Protocol;
  /** The port of the destination pod, behind any Service. */
  readonly port: number;
}

export interface Answer {
  readonly allowed: boolean;
  readonly egress: DirectionAnswer;
  readonly ingress: DirectionAnswer;
  /** The policies of both directions. */
  readonly decidedBy: readonly Decider[];
  /** Whether the cluster's network plug-in carries out what was decided. */
  readonly enforced: Enforcement;
  /** What was not given, or is left open by Kubernetes, and could turn the answer. */
  readonly gaps: readonly Gap[];
}

const hostNetworkGap: Gap = gap('person', 'gap/host-network-policy', 'Does the network plug-in filter pods on the host network? Kubernetes leaves it open; most let everything through.');
const loopbackGap: Gap = gap('person', 'gap/pod-to-itself', 'May a pod reach itself through its own address? Kubernetes leaves it open; on loopback it always can.');

/** Which connections the policies of a cluster let through, and which ways lead in from outside. */
export class Network {
  /** What the API server refuses in the policies given. They are read as far as they go, and answers that they touch say so. */
  readonly problems: readonly PolicyProblem[];
  readonly #objects: NetworkObjects;
  readonly #ends: Ends;
  readonly #index: PolicyIndex;
  readonly #services: Services;
  readonly #foreign: ForeignPolicies;
  readonly #plugins: NetworkPlugins;
  readonly #refused: ReadonlyMap<KubernetesObject, PolicyProblem>;
  readonly #refOf: RefOf;
  readonly #options: NetworkOptions;
  readonly #named: NamedEnds;

  private constructor(objects: NetworkObjects, options: NetworkOptions) {
    this.#objects = objects;
    this.#options = options;
    this.#refOf = options.refOf ?? refInDefault;
    this.#ends = readEnds(objects);
    this.#named = new NamedEnds(this.#ends);
    const policies = policyObjects(objects);
    this.problems = policies.flatMap((object) => policyProblems(object));
    this.#refused = new Map(this.problems.map((problem) => [problem.object, problem]));
    this.#index = new PolicyIndex(policies.flatMap((object): Policy | readonly Policy[] => readPolicy(object, this.#refOf) ?? []));
    this.#services = new Services(objects, this.#ends.pods.filter(({ finished }) => !finished));
    this.#foreign = new ForeignPolicies(objects, this.#refOf);
    this.#plugins = new NetworkPlugins(objects, this.#refOf);
  }

  /** Takes any Kubernetes objects in any order, Lists among them; what it does not know it leaves alone. */
  static from(objects: Iterable<KubernetesObject>, options: NetworkOptions = {}): Network {
    return new Network(new NetworkObjects(objects), options);
  }

  /** One connection, and who decided it in each direction. @throws NetworkQuestionError for an end that is not there. */
  probe({ from, to, protocol = 'TCP', port }: Question): Answer {
    if (!isProtocol(protocol)) throw new NetworkQuestionError(`${String(protocol)} is no protocol that policies know: TCP, UDP or SCTP`);
    if (!Number.isInteger(port) || port < 1 || port > lastPort) throw new NetworkQuestionError(`${port} is no port: 1 to ${lastPort}`);
    const [source, target] = [this.#named.end(from), this.#named.end(to)];
    const at = portsOf(protocol, port, port)[0] ?? 0;
    const [egressBy, ingressBy] = [this.#selecting(source, target), this.#selecting(target, source)];
    const families = commonFamilies(source, target);
    const answers = families.map((family) => {
      const more = family === undefined ? {} : { family };
      return [
        onOwnNode(source, target, decide({ direction: 'egress', self: source, other: target, port: at, ...more }, egressBy, usualReading)),
        onOwnNode(target, source, decide({ direction: 'ingress', self: target, other: source, port: at, ...more }, ingressBy, usualReading)),
      ] as const;
    });
    // Two dual-stack ends use whichever family works.
    const [egress, ingress] = answers.find(([out, into]) => out.allowed && into.allowed) ?? answers[0] ?? [outsideAnswer, outsideAnswer];
    const decidedBy = [...egress.decidedBy, ...ingress.decidedBy];
    return {
      allowed: egress.allowed && ingress.allowed,
      egress,
      ingress,
      decidedBy,
      enforced: this.#enforced([egress, ingress]),
      gaps: this.#gaps(source, target, egressBy, ingressBy),
    };
  }

  /**
   * The whole picture, workload by workload: every pair with a connection, IPv4 ranges and the ingress controller included.
   * Pods on the host network are listed like others unless `hostNetwork` says `as-nodes`.
   */
  connections({ ipBlockCoversPods = true, hostNetwork = 'as-pods' }: Partial<Reading> = {}): readonly Connection[] {
    const reading: Reading = { ipBlockCoversPods, hostNetwork };
    const published = publishedWays(this.#objects, this.#services, this.#refOf).map(({ pod, ports }) => ({
      pod, ports: intersect(ports, allowedPorts('ingress', pod, this.stranger, this.#index.of(pod, reading), reading)),
    }));
    return listConnections({ pods: this.#ends.pods, nodes: this.#ends.nodes, index: this.#index, reading, published });
  }

  #exposures: readonly Exposed[] | undefined;

  /** Every way from outside the cluster to a pod, with the ports that the policies leave of it. */
  exposures(): readonly Exposed[] {
    return (this.#exposures ??= this.#exposed());
  }

  #exposed(): readonly Exposed[] {
    const ways = waysIn({ objects: this.#objects, pods: this.#ends.pods.filter((pod) => !pod.finished), services: this.#services, refOf: this.#refOf });
    return exposureOf(ways, { index: this.#index, ends: this.#ends, anybody: this.stranger, gaps: (pod) => [...this.#foreign.of(pod), ...this.#unread(pod)], enforced: this.#plugins.enforces('namespace') });
  }

  /** The listeners of a Gateway that speak in clear. */
  plainListeners(gateway: KubernetesObject): readonly PlainListener[] {
    return plainListeners(gateway, this.#objects);
  }

  /** What an end may send or be sent, as ports: for one pair of ends, both directions together. */
  ports(from: string, to: string): PortMap {
    const [source, target] = [this.#named.end(from), this.#named.end(to)];
    const reading = usualReading;
    return portMap(intersect(allowedPorts('egress', source, target, this.#selecting(source, target), reading), allowedPorts('ingress', target, source, this.#selecting(target, source), reading)));
  }

  /** All pairs at once, by classes of pods that no policy tells apart: for clusters of any size. */
  reachability(): Reachability {
    return Reachability.of(this.#ends.pods, this.#index.policies);
  }

  /** The policies as they were read. */
  get policies(): readonly Policy[] {
    return this.#index.policies;
  }

  /** The pods, and templates without pods, that can be asked about. */
  get pods(): readonly PodEnd[] {
    return this.#ends.pods;
  }

  /** The nodes with their addresses. */
  get nodes(): readonly NodeEnd[] {
    return this.#ends.nodes;
  }

  readonly #governing = new Map<string, Governing>();
  readonly #governingOf = new WeakMap<PodEnd, Governing>();
  readonly #numbers = new Map<Policy, number>();

  /** The policies that select a pod. Pods that the same policies select are given one object, so that what follows from it can be kept with it. */
  governing(pod: PodEnd): Governing {
    if (isNodeLike(pod, usualReading)) return onHostNetwork;
    const known = this.#governingOf.get(pod);
    if (known) return known;
    const found = this.#same(this.#index.of(pod, usualReading));
    this.#governingOf.set(pod, found);
    return found;
  }

  readonly #sending = new Map<Governing, Governing>();

  /** As `governing`, of what the pod sends: without NetworkPolicies of what it is sent alone, by which most pods are told apart. */
  governingSent(pod: PodEnd): Governing {
    const governing = this.governing(pod);
    if (governing.hostNetwork) return governing;
    let sending = this.#sending.get(governing);
    if (!sending) this.#sending.set(governing, (sending = this.#same({ ...governing.selecting, namespace: governing.selecting.namespace.filter(({ egress }) => egress !== undefined) })));
    return sending;
  }

  /** One object for the same policies. */
  #same(selecting: Selecting): Governing {
    const key = [...selecting.admin, ...selecting.namespace, ...selecting.baseline].map((policy) => this.#number(policy)).join();
    let found = this.#governing.get(key);
    if (!found) this.#governing.set(key, (found = { selecting, hostNetwork: false }));
    return found;
  }

  #number(policy: Policy): number {
    let number = this.#numbers.get(policy);
    if (number === undefined) this.#numbers.set(policy, (number = this.#numbers.size));
    return number;
  }

  /** What was not read or is not evaluated, and may hold back what the pod sends or is sent. */
  openOf(direction: Direction, pod: PodEnd): readonly Gap[] {
    const unread = this.#unread(pod);
    const speaking = this.#foreign.speakingOf(direction, pod);
    return speaking.length === 0 ? unread : [...speaking, ...unread];
  }

  /** Whether the network plug-in carries out what policies of a kind decide. */
  enforcement(kind: 'namespace' | 'admin'): Enforcement {
    return this.#plugins.enforces(kind);
  }

  #stranger: PodEnd | undefined;

  /** A pod of no known namespace and without labels: whoever may come to run in the cluster. */
  get stranger(): PodEnd {
    return (this.#stranger ??= strangerIn(this.#ends.namespace('ingress-controller')));
  }

  /** NetworkPolicies never part a pod from its own node; one that selects the pod keeps the baseline out all the same. */
  #selecting(end: End, other: End): Selecting {
    const selecting = end.kind === 'pod' ? this.#index.of(end, usualReading) : { admin: [], namespace: [], baseline: [] };
    return isOwnNode(end, other) && selecting.namespace.length > 0 ? { ...selecting, namespace: [], baseline: [] } : selecting;
  }

  #enforced(answers: readonly DirectionAnswer[]): Enforcement {
    const byAdmin = answers.some(({ tier, decidedBy }) => tier === 'admin' || tier === 'baseline' || decidedBy.some(({ action }) => action === 'pass'));
    return this.#plugins.enforces(byAdmin ? 'admin' : 'namespace');
  }

  #gaps(source: End, target: End, egressBy: Selecting, ingressBy: Selecting): readonly Gap[] {
    const found = new Set<Gap>([...this.#foreign.of(source, target), ...this.#unread(source), ...this.#unread(target), ...(this.#options.clusterPolicies ?? [])]);
    if ([source, target].some((end) => end.kind === 'pod' && isNodeLike(end, usualReading))) found.add(hostNetworkGap);
    if (source === target) found.add(loopbackGap);
    const policies = { index: this.#index, refused: this.#refused };
    for (const each of [...openQuestions('egress', egressBy, target, policies), ...openQuestions('ingress', ingressBy, source, policies)]) found.add(each);
    return [...found];
  }

  #unread(end: End): readonly Gap[] {
    return end.kind === 'pod' ? (this.#options.policies?.(end.namespace.name) ?? noGaps) : noGaps;
  }
}

/** What decides of the connections of a pod. */
export interface Governing {
  readonly selecting: Selecting;
  readonly hostNetwork: boolean;
}

const noGaps: readonly Gap[] = [];
const onHostNetwork: Governing = { selecting: { admin: [], namespace: [], baseline: [] }, hostNetwork: true };

function onOwnNode(self: End, other: End, answer: DirectionAnswer): DirectionAnswer {
  return answer.tier === 'default' && isOwnNode(self, other) ? { ...answer, tier: 'own-node' } : answer;
}

const outsideAnswer: DirectionAnswer = { allowed: true, tier: 'outside', decidedBy: [] };

const policyKinds: readonly (readonly [kind: string, group: string])[] = [
  ['NetworkPolicy', 'networking.k8s.io'], ['NetworkPolicy', 'extensions'], ['AdminNetworkPolicy', 'policy.networking.k8s.io'], ['BaselineAdminNetworkPolicy', 'policy.networking.k8s.io'], ['ClusterNetworkPolicy', 'policy.networking.k8s.io'],
];

function policyObjects(objects: NetworkObjects): readonly KubernetesObject[] {
  return policyKinds.flatMap(([kind, group]) => objects.of(kind, group));
}

function refInDefault(object: KubernetesObject): ObjectRef {
  const ref = plainRef(object);
  return ref.namespace === '' ? { ...ref, namespace: namespaceName(object) } : ref;
}
