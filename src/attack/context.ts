import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import { text } from '../cluster/read.ts';
import { LabelIndex } from '../lang/label-index.ts';
import type { Selector } from '../lang/selector.ts';
import type { Gap } from '../model/gap.ts';
import { refKey, valueAt, type KubernetesObject } from '../model/object.ts';
import { remember } from '../model/remember.ts';
import { effectiveRules } from '../engines/access/aggregation.ts';
import { Authorizer } from '../engines/access/index.ts';
import { readRules, RuleLists } from '../engines/access/rule-lists.ts';
import { findComponents, type Components } from '../engines/components/index.ts';
import { disabledPlugIns } from '../engines/components/plug-ins.ts';
import { grantsOf, type GrantSubject, type Holder } from '../engines/grants.ts';
import { isRefused } from '../engines/pod-validation.ts';
import { networkOf } from '../engines/network/of-cluster.ts';
import type { Network } from '../engines/network/index.ts';
import { variantsOf } from '../engines/network/variants.ts';
import { podSecurityConfiguration } from '../engines/pod-security/index.ts';
import { holderKey, Rights, type Right } from '../engines/rights.ts';
import { Guards } from './guards.ts';
import { asksOfNode, containerPlaces, nodePlaces, nodesOf, secretPlaces, type ContainerPlace, type NodePlace, type SecretPlace } from './places.ts';
import { rbac, unboundScope } from './escalations.ts';
import { refusedWorkloads, type Refused } from './refused.ts';
import { limitedRoles, type LimitedRole } from './limited-roles.ts';
import { RolesByResource, type RolesAlike } from './roles-by-resource.ts';
import { nodeState, type State } from './states.ts';
import { alike, roleScopes, stateOf, type RoleScope } from './role-scopes.ts';

/** What a caller has worked out already. */
export interface Known {
  readonly components?: Components;
  readonly rights?: Rights;
  /** Logins end: where it is not said, now. */
  readonly today?: Date;
  /** Ways between pods that lead to nothing without a flaw nothing shows may be left out: an overview counts on none. */
  readonly flawless?: boolean;
  /** The cluster before changes of which none is meant to keep pods from running: those that they refuse besides count as running, for somebody will let them in again. */
  readonly before?: AttackContext;
  readonly maybe?: Maybe | undefined;
}

/** Somebody who may hold more than is known: the same with all of it, under a name that nobody else can take. */
export interface Maybe {
  readonly from: State;
  readonly to: State;
  readonly text: string;
  readonly gaps: readonly Gap[];
}

/** Everything that techniques may ask about one cluster. */
export class AttackContext {
  readonly cluster: Cluster;
  readonly rights: Rights;
  /** All bindings, those that every cluster is born with included. */
  readonly grants: readonly GrantSubject[];
  readonly roles: readonly RoleScope[];
  /** Those of `roles` that are borrowed by constrained impersonation. */
  readonly limited: readonly LimitedRole[];
  readonly containers: readonly ContainerPlace[];
  readonly nodes: readonly NodePlace[];
  readonly secrets: readonly SecretPlace[];
  /** Names of service accounts by namespace: given, used by a pod, named in a binding, or the default one. */
  readonly accounts: ReadonlyMap<string, ReadonlySet<string>>;
  /** The minor version, where it is known. */
  readonly minor: number | undefined;
  readonly today: Date;
  readonly #known: Known;
  #components: Components | undefined;
  #authorizer: Authorizer | undefined;
  #guards: Guards | undefined;

  constructor(cluster: Cluster, known: Known = {}) {
    this.cluster = cluster;
    this.#known = known;
    this.rights = known.rights ?? Rights.from(cluster);
    this.grants = grantsOf(cluster).grants;
    const roles = withUnbound(roleScopes(this.grants), cluster);
    this.today = known.today ?? new Date();
    this.limited = limitedRoles(roles);
    this.roles = [...roles, ...this.limited.map(({ scope }) => scope)];
    // Of what the API server refuses to store, no pod runs.
    this.containers = containerPlaces(cluster.workloads.filter((workload) => !isRefused(workload, cluster)));
    this.nodes = nodePlaces(cluster);
    this.secrets = secretPlaces(cluster);
    this.accounts = accountsOf(this);
    this.minor = cluster.version.known ? cluster.version.value.minor : undefined;
  }

  get flawless(): boolean {
    return this.#known.flawless === true;
  }

  get maybe(): Maybe | undefined {
    return this.#known.maybe;
  }

  get components(): Components {
    return (this.#components ??= this.#known.components ?? findComponents(this.cluster));
  }

  get authorizer(): Authorizer {
    return (this.#authorizer ??= Authorizer.from(this.cluster.objects(), this.versioned));
  }

  /** Would a pod be let in? */
  get guards(): Guards {
    if (!this.#guards) {
      const { defaults, exemptions } = podSecurityConfiguration(this.cluster);
      const objects = [...this.cluster.objects()].filter(({ kind }) => !bulky.has(kind) || this.#parameterKinds().has(kind));
      this.#guards = new Guards(objects, { ...this.versioned, podSecurity: { defaults, exemptions }, disabled: disabledPlugIns(this.components) });
    }
    return this.#guards;
  }

  #refused: ReadonlyMap<Workload, Refused> | undefined;

  /** Workloads of which no pod was read, and whose pods admission refuses or may refuse. */
  get refused(): ReadonlyMap<Workload, Refused> {
    return (this.#refused ??= this.#refusedNow());
  }

  #refusedNow(): ReadonlyMap<Workload, Refused> {
    const found = refusedWorkloads(this);
    const { before } = this.#known;
    if (found.size === 0 || !before) return found;
    const refused = new Set(Array.from(before.refused.keys(), ({ ref }) => refKey(ref)));
    return new Map([...found].filter(([{ ref }]) => refused.has(refKey(ref))));
  }

  #running: readonly ContainerPlace[] | undefined;

  /** Of `containers` those that run as far as anybody knows: without pods that are surely refused. */
  get running(): readonly ContainerPlace[] {
    const { containers, refused } = this;
    return (this.#running ??= refused.size === 0 ? containers : containers.filter(({ workload }) => refused.get(workload)?.sure !== true));
  }

  #parameters: ReadonlySet<string> | undefined;

  /** Kinds that policies read beside the pod. */
  #parameterKinds(): ReadonlySet<string> {
    return (this.#parameters ??= new Set(['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'].flatMap((kind) => this.cluster.given(kind, 'admissionregistration.k8s.io')).flatMap((policy) => text(valueAt(policy, ['spec', 'paramKind', 'kind'])) ?? [])));
  }

  get network(): Network {
    return networkOf(this.cluster);
  }

  get versioned(): { readonly version?: string } {
    return this.cluster.version.known ? { version: this.cluster.version.value.text } : {};
  }

  #byResource: RolesByResource | undefined;

  /** Of `roles` those that give any of the rights; those together that hold the same. */
  rolesGiving(rights: readonly Right[]): readonly RolesAlike[] {
    return (this.#byResource ??= new RolesByResource(alike(this.roles))).giving(rights);
  }

  #roleStates: ReadonlySet<string> | undefined;

  /** The states of all roles that can be followed. */
  get roleStates(): ReadonlySet<string> {
    return (this.#roleStates ??= new Set(this.roles.map(({ state }) => state)));
  }

  #byWorkload: ReadonlyMap<string, readonly ContainerPlace[]> | undefined;
  #byPod: ReadonlyMap<string, readonly ContainerPlace[]> | undefined;

  /** The containers of a pod or workload. @param name `NS/NAME` */
  containersOf(name: string): readonly ContainerPlace[] {
    this.#byWorkload ??= Map.groupBy(this.containers, ({ pod }) => pod);
    return this.#byWorkload.get(name) ?? (this.#byPod ??= podsByName(this)).get(name) ?? [];
  }

  #byNamespace: ReadonlyMap<string, readonly ContainerPlace[]> | undefined;

  containersIn(namespace: string): readonly ContainerPlace[] {
    this.#byNamespace ??= Map.groupBy(this.containers, ({ workload }) => workload.namespace);
    return this.#byNamespace.get(namespace) ?? [];
  }

  readonly #labelled = remember((namespace: string) => new LabelIndex(this.containersIn(namespace).flatMap((place) => labelsOf(place, this.cluster).map((labels) => ({ place, labels }))), ({ labels }) => labels));

  /** Those in pods whose labels the selector takes: in one at least of a workload whose pods differ. */
  containersLabelled(namespace: string, selector: Selector): readonly ContainerPlace[] {
    return [...new Set(this.#labelled(namespace).matching(selector).map(({ place }) => place))];
  }

  #askingOfNodes: readonly ContainerPlace[] | undefined;

  /** Those that share a namespace or a path with their node or have unusual capabilities: the others ask for nothing that leads out of them. */
  get askingOfNodes(): readonly ContainerPlace[] {
    return (this.#askingOfNodes ??= this.containers.filter(asksOfNode));
  }

  #byNode: ReadonlyMap<string, readonly ContainerPlace[]> | undefined;

  /** The containers of which a pod runs on the node. */
  containersOn(node: string): readonly ContainerPlace[] {
    this.#byNode ??= byNode(this.running);
    return this.#byNode.get(node) ?? [];
  }

  readonly #inside = remember((node: string) => this.containersOn(node).map(({ inside }) => inside));

  /** As `containersOn`, in one list for all techniques that ask. */
  insidesOn(node: string): readonly State[] {
    return this.#inside(node);
  }

  readonly #states = remember((namespace: string) => this.containersIn(namespace).map(({ state }) => state));

  /** As `containersIn`, in one list for all techniques that ask. */
  statesIn(namespace: string): readonly State[] {
    return this.#states(namespace);
  }

  readonly #nodeStates = remember((workload: Workload) => nodesOf(workload).map((name) => this.nodeStateOf(name)));

  /** The nodes that its pods run on, in one list for all techniques that ask. */
  nodeStatesOf(workload: Workload): readonly State[] {
    return this.#nodeStates(workload);
  }

  readonly nodeStateOf: (name: string) => State = remember(nodeState);

  #secretsByNamespace: ReadonlyMap<string, readonly SecretPlace[]> | undefined;

  secretsIn(namespace: string): readonly SecretPlace[] {
    this.#secretsByNamespace ??= Map.groupBy(this.secrets, (secret) => secret.namespace);
    return this.#secretsByNamespace.get(namespace) ?? [];
  }

  #secretsByName: ReadonlyMap<string, readonly SecretPlace[]> | undefined;

  /** @param namespace null for all namespaces */
  secretsNamed(name: string, namespace: string | null): readonly SecretPlace[] {
    this.#secretsByName ??= Map.groupBy(this.secrets, (secret) => secret.name);
    const named = this.#secretsByName.get(name) ?? [];
    return namespace === null ? named : named.filter((secret) => secret.namespace === namespace);
  }

  /** Who is named in a binding that gives one of the rights, wherever it does. */
  holdersOf(...rights: readonly Right[]): readonly Holder[] {
    const found = new Map<string, Holder>();
    for (const grant of this.grants) {
      if (rights.some((right) => grant.match(right))) for (const holder of grant.holders) found.set(holderKey(holder), holder);
    }
    return [...found.values()];
  }
}

/** Every ClusterRole in the whole cluster and every Role in its namespace, bound or not: who may bind one gets its rights. */
function withUnbound(bound: readonly RoleScope[], cluster: Cluster): readonly RoleScope[] {
  const known = new Set(bound.map(({ state }) => state));
  const aggregated = effectiveRules(cluster.of('ClusterRole', rbac));
  const lists = new RuleLists();
  const admin = cluster.find('ClusterRole', rbac, undefined, 'cluster-admin');
  const all: readonly (readonly [role: KubernetesObject, namespace: string | null])[] = [
    ...cluster.of('ClusterRole', rbac).map((role) => [role, null] as const),
    ...cluster.of('Role', rbac).map((role) => [role, cluster.ref(role).namespace ?? ''] as const),
    ...(admin ? [...cluster.namespaces].map((namespace) => [admin, namespace] as const) : []),
  ];
  const unbound = all.filter(([role, namespace]) => !known.has(stateOf({ role: cluster.ref(role), namespace })));
  return [...bound, ...unbound.map(([role, namespace]) => unboundScope(cluster, role, namespace, lists.of(aggregated.get(role) ?? readRules(role['rules'])).rules))];
}

/** Of what there are many, and which decides of no pod whether it is let in. */
const bulky = new Set([
  'Pod', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ConfigMap', 'Secret', 'Service', 'EndpointSlice', 'Endpoints', 'NetworkPolicy', 'Event', 'Node', 'ControllerRevision', 'Lease',
  'PersistentVolumeClaim', 'PersistentVolume', 'VolumeAttachment', 'CSINode', 'HorizontalPodAutoscaler', 'PodDisruptionBudget',
]);

function accountsOf({ cluster, grants }: AttackContext): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (namespace: string, name: string): void => {
    const names = found.get(namespace) ?? new Set(['default']);
    found.set(namespace, names.add(name));
  };
  for (const namespace of cluster.namespaces) add(namespace, 'default');
  for (const account of cluster.given('ServiceAccount')) add(cluster.ref(account).namespace ?? '', account.metadata.name);
  for (const { namespace, serviceAccount } of cluster.workloads) add(namespace, serviceAccount.name);
  // Bindings that every cluster is born with name controllers that only run where their accounts were given.
  for (const { builtIn, holders } of grants) if (!builtIn) for (const { kind, namespace, name } of holders) if (kind === 'ServiceAccount') add(namespace ?? '', name);
  return found;
}

function labelsOf({ workload }: ContainerPlace, cluster: Cluster): readonly Workload['labels'][] {
  const variants = variantsOf(cluster, workload);
  return variants.length > 1 ? variants.map(({ labels }) => labels) : [workload.labels];
}

function byNode(containers: readonly ContainerPlace[]): ReadonlyMap<string, readonly ContainerPlace[]> {
  const found = new Map<string, ContainerPlace[]>();
  for (const place of containers) {
    for (const node of nodesOf(place.workload)) {
      const list = found.get(node);
      if (list) list.push(place);
      else found.set(node, [place]);
    }
  }
  return found;
}

/** Workloads by the names of their pods. */
function podsByName({ containers, network }: AttackContext): ReadonlyMap<string, readonly ContainerPlace[]> {
  const found = new Map<string, readonly ContainerPlace[]>();
  const byRoot = Map.groupBy(containers, ({ workload: { namespace, ref } }) => `${namespace}/${ref.kind}/${ref.name}`);
  const byOwner = Map.groupBy(containers, ({ workload: { namespace, object } }) => `${namespace}/${object.metadata.ownerReferences?.[0]?.kind ?? ''}/${object.metadata.ownerReferences?.[0]?.name ?? ''}`);
  for (const { namespace, name, workload } of network.pods) {
    const key = `${namespace.name}/${name}`;
    const root = `${workload.namespace}/${workload.kind}/${workload.name}`;
    const places = byRoot.get(root) ?? byOwner.get(root);
    if (places && !found.has(key)) found.set(key, places);
  }
  return found;
}
