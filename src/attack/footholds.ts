import { byDesign, isPartOfCluster, isPlatformNamespace } from '../engines/by-design.ts';
import { neighbourOf } from '../knowledge/neighbours.ts';
import { isPipeline } from '../knowledge/pipeline-identities.ts';
import type { Holder } from '../engines/rights.ts';
import type { AttackContext } from './context.ts';
import { imageState, registryOf, registryState } from './images.ts';
import type { ContainerPlace, NodePlace } from './places.ts';
import { someNode } from './places.ts';
import { accountState, holderState, internet, type State } from './states.ts';

export type FootholdKind = 'internet' | 'container' | 'node' | 'person' | 'pipeline' | 'account' | 'image' | 'registry';

/** Where an attacker may start. */
export interface Foothold {
  readonly kind: FootholdKind;
  readonly state: State;
  /** Why it is as strong as the cluster whatever one changes, where it is. */
  readonly byDesign?: string;
}

const known = new WeakMap<AttackContext, readonly Foothold[]>();

/** All of them: the internet, each running container, each node, everybody who is named in a binding, each service account, each image and registry. */
export function footholds(context: AttackContext): readonly Foothold[] {
  let found = known.get(context);
  if (!found) known.set(context, (found = footholdsOf(context)));
  return found;
}

function footholdsOf(context: AttackContext): readonly Foothold[] {
  const { containers, nodes, accounts, grants } = context;
  const people = new Map(grants.filter(({ builtIn }) => !builtIn).flatMap(({ holders }) => holders.filter(isPerson).map((holder) => [holderState(holder), holder])));
  const machines = [...accounts].flatMap(([namespace, names]) => [...names].map((name): Holder => ({ kind: 'ServiceAccount', namespace, name })));
  return [
    { kind: 'internet', state: internet },
    ...containers.map((place) => made('container', place.state, designOfContainer(place))),
    ...nodes.filter(({ name }) => name !== someNode).map((place) => made('node', place.state, designOfNode(place, context))),
    ...[...people].map(([state, holder]) => made(isPipeline(holder.name) ? 'pipeline' : 'person', state, context.rights.isAdministrator(holder) ? 'an administrator' : undefined)),
    ...machines.map((holder) => made('account', accountState(holder.namespace ?? '', holder.name), designOfAccount(holder, context))),
    ...supplies('image', containers, ({ container }) => imageState(container.image)),
    ...supplies('registry', containers, ({ container }) => registryState(registryOf(container.image) ?? '')),
  ];
}

/** Whoever supplies containers of which one is strong by design is as strong. */
function supplies(kind: FootholdKind, containers: readonly ContainerPlace[], stateOf: (place: ContainerPlace) => State): readonly Foothold[] {
  return [...Map.groupBy(containers, stateOf)].map(([state, places]) => made(kind, state, places.map(designOfContainer).find((design) => design !== undefined)));
}

function made(kind: FootholdKind, state: State, design: string | undefined): Foothold {
  return { kind, state, ...(design === undefined ? {} : { byDesign: design }) };
}

/** Users and groups that no cluster is born with. */
function isPerson({ kind, name }: Holder): boolean {
  return kind !== 'ServiceAccount' && !name.startsWith('system:') && name !== 'kubeadm:cluster-admins';
}

const strong: ReadonlySet<string> = new Set(['CNI', 'CSI driver', 'GitOps', 'policy engine', 'node agent']);

function designOfContainer({ workload, container }: ContainerPlace): string | undefined {
  if (isPartOfCluster(workload)) return 'a part of the cluster';
  const agent = byDesign(workload);
  if (agent !== null) return agent;
  const neighbour = neighbourOf(container.image);
  return neighbour && strong.has(neighbour.kind) ? `${neighbour.kind} ${neighbour.name}` : undefined;
}

function designOfNode({ name, object }: NodePlace, context: AttackContext): string | undefined {
  const labelled = ['control-plane', 'master', 'controlplane', 'etcd'].some((role) => object?.metadata.labels?.[`node-role.kubernetes.io/${role}`] !== undefined);
  return labelled || context.containersOn(name).some(({ workload }) => workload.mirror && workload.labels['component'] === 'kube-apiserver') ? 'a node of the control plane' : undefined;
}

const own = new WeakMap<AttackContext, ReadonlySet<string>>();

/** Accounts of kube-system that every cluster binds; what people put beside them is no part of the cluster. */
function ownAccounts(context: AttackContext): ReadonlySet<string> {
  let found = own.get(context);
  if (!found) {
    const held = context.grants.filter(({ builtIn }) => builtIn).flatMap(({ holders }) => holders);
    own.set(context, (found = new Set(held.filter(({ kind, namespace }) => kind === 'ServiceAccount' && namespace === 'kube-system').map(({ name }) => name))));
  }
  return found;
}

/** Accounts of the cluster itself, and those of programs that need to be strong. */
function designOfAccount({ namespace = '', name }: Holder, context: AttackContext): string | undefined {
  if (isPlatformNamespace(namespace) || (namespace === 'kube-system' && ownAccounts(context).has(name))) return 'a part of the cluster';
  const place = context.containersIn(namespace).find(({ workload }) => workload.serviceAccount.name === name);
  return place && designOfContainer(place);
}
