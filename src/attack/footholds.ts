import { byDesign, isPartOfCluster, isPlatformNamespace } from '../engines/by-design.ts';
import { neighbourOf } from '../knowledge/neighbours.ts';
import { isPipeline } from '../knowledge/pipeline-identities.ts';
import type { Holder } from '../engines/rights.ts';
import type { AttackContext } from './context.ts';
import { imagePrograms } from './image-volumes.ts';
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
  const { running: containers, nodes, accounts, grants } = context;
  const people = new Map(grants.filter(({ builtIn }) => !builtIn).flatMap(({ holders }) => holders.filter(isPerson).map((holder) => [holderState(holder), holder])));
  const designs = containers.map(designOfContainer);
  const ofAccounts = new Map<State, string | undefined>();
  containers.forEach(({ workload }, index) => {
    const state = accountState(workload.namespace, workload.serviceAccount.name);
    if (!ofAccounts.has(state)) ofAccounts.set(state, designs[index]);
  });
  const account = (namespace: string, name: string): Foothold => {
    const state = accountState(namespace, name);
    return made('account', state, isOfCluster(namespace, name, context) ? 'a part of the cluster' : ofAccounts.get(state));
  };
  return [
    { kind: 'internet', state: internet },
    ...containers.map((place, index) => made('container', place.state, designs[index])),
    ...nodes.filter(({ name }) => name !== someNode).map((place) => made('node', place.state, designOfNode(place, context))),
    ...[...people].map(([state, holder]) => made(isPipeline(holder.name) ? 'pipeline' : 'person', state, context.rights.isAdministrator(holder) ? 'an administrator' : undefined)),
    ...[...accounts].flatMap(([namespace, names]) => [...names].map((name) => account(namespace, name))),
    ...supplies(containers, designs, context),
  ];
}

interface Supply {
  design: string | undefined;
}

/** Images, then registries: whoever supplies containers of which one is strong by design is as strong. */
function supplies(containers: readonly ContainerPlace[], designs: readonly (string | undefined)[], context: AttackContext): readonly Foothold[] {
  const [images, registries] = [new Map<State, Supply>(), new Map<State, Supply>()];
  const byImage = new Map<string, readonly Supply[]>();
  const suppliersOf = (image: string): readonly Supply[] => [suppliedBy(images, imageState(image)), suppliedBy(registries, registryState(registryOf(image) ?? ''))];
  containers.forEach(({ container: { image } }, index) => {
    let suppliers = byImage.get(image);
    if (!suppliers) byImage.set(image, (suppliers = suppliersOf(image)));
    for (const supplier of suppliers) supplier.design ??= designs[index];
  });
  for (const { reference, place } of imagePrograms(context)) {
    const at = containers.indexOf(place);
    if (at >= 0) for (const supplier of suppliersOf(reference)) supplier.design ??= designs[at];
  }
  return [...Array.from(images, ([state, { design }]) => made('image', state, design)), ...Array.from(registries, ([state, { design }]) => made('registry', state, design))];
}

function suppliedBy(known: Map<State, Supply>, state: State): Supply {
  const found = known.get(state) ?? { design: undefined };
  known.set(state, found);
  return found;
}

function made(kind: FootholdKind, state: State, design: string | undefined): Foothold {
  return design === undefined ? { kind, state } : { kind, state, byDesign: design };
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

/** Accounts of the cluster itself; any other is as strong by design as the programs that need it. */
function isOfCluster(namespace: string, name: string, context: AttackContext): boolean {
  return isPlatformNamespace(namespace) || (namespace === 'kube-system' && ownAccounts(context).has(name));
}
