import type { Container, Workload } from '../cluster/workload.ts';
import { entries, fields, number, textMap, texts } from '../cluster/read.ts';
import { isLinkLocal, type AddressRange } from '../engines/network/address.ts';
import { union, type Intervals } from '../engines/network/intervals.ts';
import { networkOf } from '../engines/network/of-cluster.ts';
import { variantsOf } from '../engines/network/variants.ts';
import type { NodeEnd, PodEnd } from '../engines/network/ends.ts';
import { Lanes, type Door, type Link } from '../engines/network/lanes.ts';
import { selects, usualReading } from '../engines/network/match.ts';
import type { Policy } from '../engines/network/policy.ts';
import { everyPort, isProtocol, portMap, portsOf, portText } from '../engines/network/ports.ts';
import { portsOf as servicePorts } from '../engines/network/services.ts';
import { programRunBy } from '../engines/vulnerabilities/program.ts';
import { SelectorIndex } from '../lang/label-index.ts';
import { mapSelector, matchesSelector, type Selector } from '../lang/selector.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { gap, type Gap } from '../model/gap.ts';
import { valueAt } from '../model/object.ts';
import type { AttackContext } from './context.ts';
import { deletablePolicies } from './named-policies.ts';
import type { ContainerPlace } from './places.ts';
import { hub, type State } from './states.ts';

const listensGap: Gap = gap('person', 'gap/listening', 'Does anything in that container listen, and on which ports? It declares none, and no Service leads to it.');
const addressGap: Gap = gap('api', 'gap/pod-addresses', 'Which addresses have the pods? Policies let address blocks through: kubectl get pods -A -o json');

/** What listens in a container. */
export interface ContainerDoor extends Door {
  readonly place: ContainerPlace;
  /** One door alone of those that the container has, by what it is for. */
  readonly only?: 'webhook';
  /** `TCP 8080`. */
  readonly text: string;
  readonly evidence: Evidence;
  /** Why it may be that nothing listens. */
  readonly quiet: readonly Gap[];
  /** What was not read and may let packets in or hold them back. */
  readonly unread: readonly Gap[];
  /** Blocks of addresses decide, and whether an end lies in them is not known. */
  readonly unplaced: readonly Gap[];
}

/** The ways of packets between the containers of a cluster. */
export interface PodNetwork {
  readonly lanes: Lanes;
  readonly doors: readonly ContainerDoor[];
  /** @param some which of the doors they may lead to */
  links(some: readonly number[]): Iterable<Link>;
  /** Why a packet that policies hold back may arrive all the same. */
  readonly loose: readonly Gap[];
  /** Whether policies of administrators decide for sure. */
  readonly adminSure: boolean;
}

const made = new WeakMap<AttackContext, PodNetwork>();

/** Worked out once for the techniques that need it. */
export function podNetwork(context: AttackContext): PodNetwork {
  let found = made.get(context);
  if (!found) made.set(context, (found = makeNetwork(context)));
  return found;
}

function makeNetwork(context: AttackContext): PodNetwork {
  const { cluster, containers, flawless } = context;
  const network = networkOf(cluster);
  const enforced = network.enforcement('namespace');
  const admin = network.enforcement('admin');
  const policies = enforced.value === false ? [] : network.policies;
  const hasAdmin = policies.some(({ tier }) => tier !== 'namespace');
  const pods = new Set(containers.flatMap(({ workload }) => variantsOf(cluster, workload)));
  const deletable = policies.length === 0 ? undefined : deletablePolicies(context);
  const lanes = new Lanes([...pods], policies, ({ ref, subject }) => deletable?.get(subject.namespace ?? '')?.has(ref.name) === true);
  const byPod = [...Map.groupBy(containers, ({ pod }) => pod).values()];
  // Of the doors of all containers those with a webhook alone need no flaw that nothing shows.
  const doors = (flawless ? byPod.filter((places) => places.some(({ container }) => webhookPorts(container).length > 0)) : byPod).flatMap((places) => doorsOf(places, cluster));
  doors.push(...doors.flatMap(webhookOf));
  const places = placing(pods, policies, network.nodes);
  const loose = policies.length === 0 ? [] : [...(enforced.value === 'unknown' ? enforced.gaps : []), ...(hasAdmin && admin.value !== true ? admin.gaps : [])];
  return { lanes, doors: doors.map((door) => (places(door.pod) ? door : { ...door, unplaced: [addressGap] })), links: (some) => lanes.links(doors, some), loose, adminSure: admin.value === true };
}

/** Whether it is known of all ends of connections to a pod in which blocks of policies they lie. */
function placing(pods: ReadonlySet<PodEnd>, policies: readonly Policy[], nodes: readonly NodeEnd[]): (pod: PodEnd) => boolean {
  const known = new Set(nodes.flatMap(({ addresses }) => addresses.map(({ value }) => value)));
  const ofNoPod = (range: AddressRange): boolean => isLinkLocal(range) || (range.from === range.to && known.has(range.from));
  const cutting = (rules: Policy['ingress'] = []): boolean => rules.some(({ peers }) => peers?.some((peer) => peer.kind === 'addresses' && peer.blocks.some(({ except }) => !except.every(ofNoPod))) === true);
  const [into, out] = [policies.filter(({ ingress }) => cutting(ingress)), policies.filter(({ egress }) => cutting(egress))];
  const homeless = (pod: PodEnd): boolean => pod.addresses.length === 0 && !pod.hostNetwork;
  const some = into.length > 0 && [...pods].some(homeless);
  return (pod) => !(out.length > 0 && homeless(pod)) && !(some && into.some(({ subject }) => selects(subject, pod, usualReading)));
}

/** A point of the network as a state. */
export function pointState(point: string): State {
  return hub('network', point);
}

type Cluster = AttackContext['cluster'];

/** What listens in the containers of the pods of one workload. */
function doorsOf(places: readonly ContainerPlace[], cluster: Cluster): readonly ContainerDoor[] {
  const [first] = places;
  // Doors of the control plane's own pods are techniques of their own.
  if (!first || first.workload.mirror) return [];
  const pods = variantsOf(cluster, first.workload);
  return pods.length === 1 && pods[0] ? doorsOfPod(pods[0], places, first.workload.labels, cluster) : pods.flatMap((pod) => doorsOfPod(pod, places, pod.labels, cluster));
}

/** What they declare or are probed at, and what Services send to the pod. */
function doorsOfPod(pod: PodEnd, places: readonly ContainerPlace[], labels: Workload['labels'], cluster: Cluster): readonly ContainerDoor[] {
  const unread = networkOf(cluster).openOf('ingress', pod);
  const lasting = places.filter(({ container: { list } }) => list === 'regular' || list === 'sidecar');
  const declared = lasting.map(({ container }) => declaredPorts(container));
  const known = declared.reduce(union, []);
  const sent = sentPorts(places[0]?.workload.namespace ?? '', labels, cluster).filter(({ ports }) => !overlaps(ports, known));
  return lasting.map((place, index): ContainerDoor => {
    const own = [...sent.map(({ ports }) => ports), declared[index] ?? []].reduce(union, []);
    const [service] = sent;
    const shown = declared[index]?.length === 0 && service ? service.evidence : place.container.at('ports');
    const said = own.length > 0;
    const ports = said ? own : everyPort;
    return { place, pod, ports, text: said ? portText(portMap(ports)) : 'some port', evidence: shown, quiet: said ? [] : [listensGap], unread, unplaced: [] };
  });
}

/** The port on which ingress-nginx answers the API server about Ingress objects. */
function webhookOf(door: ContainerDoor): readonly ContainerDoor[] {
  const { container } = door.place;
  return webhookPorts(container).map(({ port, index }) => ({ ...door, only: 'webhook' as const, ports: portsOf('TCP', port, port), text: `TCP ${port}`, evidence: container.at('args', index), quiet: [] }));
}

function webhookPorts(container: Container): readonly { readonly port: number; readonly index: number }[] {
  const ports = texts(container.spec['args']).flatMap((word, index) => {
    const port = Number(/^--validating-webhook=.*:(\d+)$/.exec(word)?.[1]);
    return Number.isInteger(port) ? [{ port, index }] : [];
  });
  return ports.length > 0 && programRunBy(container)?.program === 'ingress-nginx' ? ports : [];
}

function declaredPorts({ spec }: Container): Intervals {
  const written = entries(spec['ports']).map(({ value }) => one(value['protocol'] ?? 'TCP', value['containerPort']));
  const probed = ['readinessProbe', 'livenessProbe', 'startupProbe'].flatMap((probe) => ['httpGet', 'tcpSocket', 'grpc'].map((how) => one('TCP', fields(fields(spec[probe])?.[how])?.['port'])));
  return [...written, ...probed].reduce(union, []);
}

function one(protocol: unknown, port: unknown): Intervals {
  const read = number(port);
  return isProtocol(protocol) && read !== undefined ? portsOf(protocol, read, read) : [];
}

function overlaps(some: Intervals, others: Intervals): boolean {
  return union(some, others).join() === others.join();
}

interface SentPorts {
  readonly ports: Intervals;
  readonly evidence: Evidence;
}

interface Sender {
  readonly selector: Selector;
  readonly sent: readonly SentPorts[];
}

const senders = new WeakMap<Cluster, ReadonlyMap<string, SelectorIndex<Sender>>>();

/** Ports that Services send to, given by number. */
function sentPorts(namespace: string, labels: Workload['labels'], cluster: Cluster): readonly SentPorts[] {
  let byNamespace = senders.get(cluster);
  if (!byNamespace) senders.set(cluster, (byNamespace = sendersOf(cluster)));
  return (byNamespace.get(namespace)?.near(labels) ?? []).flatMap(({ selector, sent }) => (matchesSelector(selector, labels) ? sent : []));
}

/** Services by namespace, each read once. */
function sendersOf(cluster: Cluster): ReadonlyMap<string, SelectorIndex<Sender>> {
  const found = new Map<string, Sender[]>();
  for (const service of cluster.given('Service')) {
    const spec = fields(service['spec']) ?? {};
    const selector = mapSelector(textMap(spec['selector']));
    if (selector.nothing || spec['type'] === 'ExternalName') continue;
    const ref = cluster.ref(service);
    const shown = evidence(ref, ['spec', 'ports'], valueAt(service, ['spec', 'ports']));
    const sent = servicePorts(spec).flatMap(({ protocol, target }): SentPorts[] => (typeof target === 'number' ? [{ ports: portsOf(protocol, target, target), evidence: shown }] : []));
    const list = found.get(ref.namespace ?? '');
    if (list) list.push({ selector, sent });
    else found.set(ref.namespace ?? '', [{ selector, sent }]);
  }
  return new Map(Array.from(found, ([namespace, list]) => [namespace, new SelectorIndex(list, ({ selector }) => selector)]));
}
