import type { AttackContext } from '../attack/context.ts';
import { footholds } from '../attack/footholds.ts';
import type { AttackModel } from '../attack/model.ts';
import type { ContainerPlace } from '../attack/places.ts';
import type { RoleScope } from '../attack/role-scopes.ts';
import { holderState, type State } from '../attack/states.ts';
import type { GrantSubject, Holder } from '../engines/rights.ts';
import type { Costs } from './costs.ts';

/** What all cuts of one plan share: what the cluster was before anything was changed. */
export interface Before {
  readonly context: AttackContext;
  readonly costs: Costs;
  /** Who may not lose a right: the owners named, and every person who is an administrator. */
  readonly owners: ReadonlySet<State>;
  /** Footholds that are as strong as the cluster, with the reason. */
  readonly designs: ReadonlyMap<State, string>;
  /** Bindings that changes of this plan would make, by their key, and the one that each comes from. */
  readonly narrowed: Map<string, GrantSubject>;
}

/** What one model offers to cuts. */
export interface World extends Before {
  readonly now: AttackModel;
  readonly scopes: ReadonlyMap<State, RoleScope>;
  readonly places: ReadonlyMap<State, ContainerPlace>;
}

export function beforeOf(model: AttackModel, costs: Costs, owners: readonly State[]): Before {
  const { context } = model;
  const all = footholds(context);
  const people = context.grants.filter(({ builtIn }) => !builtIn).flatMap(({ holders }) => holders).filter((holder) => isPerson(holder) && context.rights.isAdministrator(holder));
  return {
    context, costs, narrowed: new Map(),
    owners: new Set([...owners, ...people.map(holderState)]),
    designs: new Map(all.flatMap(({ state, kind, byDesign = systemOf(state, context) }) => (byDesign === undefined || kind === 'person' ? [] : [[state, byDesign] as const]))),
  };
}

const system = /^(container|serviceaccount):(kube-(system|public|node-lease)|openshift(-[^/]*)?)\//;

/** What a distribution runs to be a cluster: nobody may change it by hand. */
function systemOf(state: State, context: AttackContext): string | undefined {
  return system.test(state) && !isOwn(state, context) ? 'a part of the cluster' : undefined;
}

/** An account that somebody put beside the parts of the cluster: nothing there runs as it, and no add-on manager keeps it. */
function isOwn(state: State, { cluster }: AttackContext): boolean {
  const name = /^serviceaccount:kube-system\/(.+)$/.exec(state)?.[1];
  const object = name === undefined ? undefined : cluster.find('ServiceAccount', '', 'kube-system', name);
  if (!object || cluster.isBuiltIn(object)) return false;
  const { labels = {} } = object.metadata;
  return labels['kubernetes.io/cluster-service'] === undefined && labels['addonmanager.kubernetes.io/mode'] === undefined && !cluster.workloads.some(({ namespace, serviceAccount }) => namespace === 'kube-system' && serviceAccount.name === name);
}

function isPerson({ kind }: Holder): boolean {
  return kind !== 'ServiceAccount';
}

export function worldOf(before: Before, now: AttackModel): World {
  return {
    ...before, now,
    scopes: new Map(now.context.roles.map((scope) => [scope.state, scope])),
    places: new Map(now.context.containers.flatMap((place) => [[place.state, place], [place.inside, place]] as const)),
  };
}

/** Why somebody keeps what they hold, where they must. */
export function mustKeep(holder: Holder, { owners, designs }: Before): string | undefined {
  const state = holderState(holder);
  if (owners.has(state)) return `${label(holder)} administers the cluster`;
  const design = designs.get(state);
  return design === undefined ? undefined : `${label(holder)} is ${design} and needs it`;
}

export function label({ kind, namespace, name }: Holder): string {
  return `${kind} ${namespace === undefined || namespace === '' ? '' : `${namespace}/`}${name}`;
}
