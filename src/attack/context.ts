import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import { LabelIndex } from '../lang/label-index.ts';
import type { Selector } from '../lang/selector.ts';
import type { Gap } from '../model/gap.ts';
import { refKey } from '../model/object.ts';
import { remember } from '../model/remember.ts';
import { Authorizer } from '../engines/access/index.ts';
import { findComponents, type Components } from '../engines/components/index.ts';
import { disabledPlugIns } from '../engines/components/plug-ins.ts';
import { grantsOf, type GrantSubject, type Holder } from '../engines/grants.ts';
import { isInvalid } from '../engines/pod-validation.ts';
import { networkOf } from '../engines/network/of-cluster.ts';
import type { Network } from '../engines/network/index.ts';
import { podSecurityConfiguration } from '../engines/pod-security/index.ts';
import { holderKey, Rights, type Right } from '../engines/rights.ts';
import { accountsOf } from './accounts.ts';
import { guarding } from './guarding.ts';
import { Guards } from './guards.ts';
import { byNode, labelsOf, podsByName } from './place-lists.ts';
import { asksOfNode, containerPlaces, nodePlaces, nodesOf, secretPlaces, type ContainerPlace, type NodePlace, type SecretPlace } from './places.ts';
import { refusedWorkloads, type Refused } from './refused.ts';
import { limitedRoles, type LimitedRole } from './limited-roles.ts';
import { RolesByResource, type RolesAlike } from './roles-by-resource.ts';
import { nodeState, type State } from './states.ts';
import { alike, roleScopes, type RoleScope } from './role-scopes.ts';
import { withUnbound } from './unbound-roles.ts';

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
    this.containers = containerPlaces(cluster.workloads.filter((workload) => !isInvalid(workload, cluster)));
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
      this.#guards = new Guards(guarding(this.cluster), { ...this.versioned, podSecurity: { defaults, exemptions }, disabled: disabledPlugIns(this.components) });
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
