import { remember } from '../../model/remember.ts';
import type { AttackContext } from '../context.ts';
import { podNetwork, pointState, type ContainerDoor, type PodNetwork } from '../doors.ts';
import { networkOf } from '../../engines/network/of-cluster.ts';
import { variantsOf } from '../../engines/network/variants.ts';
import { app, calico, podIn } from '../examples.ts';
import { withoutState } from '../named-policies.ts';
import { fromOwnNode } from '../own-node.ts';
import { sendersTogether, type Sending } from '../senders.ts';
import { openState, type State } from '../states.ts';
import { Common, whichPodGap } from '../variants.ts';
import { defineTechnique, type Reason, type Step, type Technique } from '../technique.ts';

const other = (ports = ', ports: [{containerPort: 8080}]'): string => podIn('blog', ports === '' ? '' : ports.slice(2));
const policy = (types: string, rules = ''): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: ${types === 'Egress' ? 'shop' : 'blog'}}\nspec: {podSelector: {}, policyTypes: [${types}]${rules}}\n---\n`;
const agent = (spec = ''): string => `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent, namespace: shop}\nspec: {template: {spec: {hostNetwork: true, ${spec}containers: [{name: app, image: "registry.example/agent:1"}]}}}\n---\n`;
const unplaced = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: blog}\nspec: {template: {spec: {containers: [{name: app, image: "registry.example/app:1", ports: [{containerPort: 8080}]}]}}}\n---\n';
// Its own pods are on no host network here: whoever breaks into those sends as a node.
const plugIn = calico.replace('hostNetwork: true, ', '');
const blocks = ', ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.9.0.0/16]}}]}]';
const to = 'container:blog/web/app';

const technique: Technique = defineTechnique({
  id: 'technique/pod-to-pod',
  title: 'breaks into a program that another pod may reach',
  why: 'In the network of pods everybody reaches everybody where no policy says otherwise, and what listens inside is rarely built to be attacked. It takes a flaw in that program, or a login that was guessed or stolen; no object shows whether there is one today.',
  aliases: ['G2'],
  attack: ['T1210', 'T1046'],
  microsoft: ['MS-TA9034', 'MS-TA9031'],
  effort: 3,
  needsFlaw: true,
  detects: 'Connections between pods that have no business with each other, and new processes in the container.',
  removes: 'Deny by default in both directions in every namespace, and allow each connection by name.',
  *steps(context) {
    const network = podNetwork(context);
    // Doors for one thing alone belong to other techniques.
    const wanted = [...network.doors.keys()].filter((at) => !context.flawless || network.doors[at]?.only !== undefined);
    if (wanted.length === 0) return;
    let loose = false;
    const stateOf = remember(pointState);
    const sending = sendersTogether(network.links(wanted), network.lanes);
    for (const step of senders(context, network, sending, stateOf)) {
      loose ||= step.gives === pointState('loose');
      yield step;
    }
    for (const { from, to: point, opened, without, byAdmin } of sending.links) {
      const sure = !byAdmin || network.adminSure;
      if (opened !== undefined && without) yield* allGone(opened, without);
      yield { needs: [stateOf(from), ...(opened === undefined ? [] : [without ? withoutState(opened, without) : openState('network-policy', opened)])], gives: stateOf(point), free: true, ...(sure ? {} : { certain: false }) };
    }
    if (context.flawless) return;
    if (context.network.policies.length > 0) yield* fromOwnNode(context.containers, network.doors, (door, gaps) => reasonOf(door, 'and no policy holds back what its own node sends', gaps));
    for (const [at, door] of network.doors.entries()) {
      if (door.only !== undefined) continue;
      const { place: { inside }, quiet, unread, unplaced } = door;
      const gaps = [...quiet, ...unread];
      yield { needs: [pointState(`door ${at}`)], gives: inside, free: true, certain: gaps.length === 0, because: () => reasonOf(door, 'and nothing on the way holds that back', gaps) };
      // Policies that are not known to hold may let anybody in; else those whose own policies are not known, alone.
      const open = [...network.loose, ...unplaced, ...unread];
      if (open.length === 0 && !loose) continue;
      yield { needs: [pointState(open.length > 0 ? 'anybody' : 'loose')], gives: inside, free: true, certain: false, because: () => reasonOf(door, 'and what holds that back is not known to do so', [...open, ...quiet]) };
    }
  },
  examples: {
    present: [
      { objects: podIn('shop') + other(), from: app, to },
      { objects: podIn('shop', '', 'hostNetwork: true') + other() + calico + policy('Ingress'), from: app, to },
      { objects: agent() + unplaced + calico + policy('Ingress'), from: 'container:shop/agent/app', to },
      { objects: podIn('shop') + other() + calico + policy('Ingress', ', ingress: [{ports: [{port: 8080}]}]'), from: app, to },
      { objects: podIn('shop') + other() + calico + policy('Egress', ', egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: blog}}}]}]'), from: app, to },
    ],
    absent: [
      { objects: podIn('shop', '', 'hostNetwork: true').replace('worker', 'other') + other() + plugIn + policy('Ingress'), from: app, to },
      { objects: agent().replace('hostNetwork: true, ', '') + unplaced + plugIn + policy('Ingress'), from: 'container:shop/agent/app', to },
      { objects: podIn('shop') + other() + plugIn + policy('Ingress'), from: app, to },
      { objects: podIn('shop') + other() + plugIn + policy('Egress'), from: app, to },
      { objects: podIn('shop') + other() + plugIn + policy('Ingress', ', ingress: [{ports: [{port: 9090}]}]'), from: app, to },
      { objects: podIn('shop') + other() + plugIn + policy('Ingress', ', ingress: [{from: [{podSelector: {}}]}]'), from: app, to },
      { objects: podIn('shop') + other() + plugIn + policy('Egress', ', egress: [{to: [{podSelector: {}}]}]'), from: app, to },
      { objects: podIn('shop') + other() + plugIn + policy('Ingress') + policy('Ingress', blocks).replaceAll('blog', 'elsewhere'), from: app, to },
    ],
    unknown: [
      { objects: agent('nodeSelector: {gpu: "yes"}, ') + unplaced + calico + policy('Ingress'), from: 'container:shop/agent/app', to },
      { objects: agent() + other() + calico + policy('Ingress'), from: 'container:shop/agent/app', to },
      { objects: podIn('shop', '', 'hostNetwork: true') + unplaced + calico + policy('Ingress'), from: app, to },
      { objects: podIn('shop') + other('') , from: app, to },
      { objects: podIn('shop') + other() + policy('Ingress'), from: app, to },
      // Where the pods have their addresses no object says, and the policy of the one, or what the other may send, asks for it.
      { objects: podIn('shop') + other() + calico + policy('Ingress', blocks), from: app, to },
      { objects: podIn('shop') + other() + calico + policy('Egress', blocks.replace('ingress', 'egress').replace('from', 'to')), from: app, to },
    ],
  },
});

export default technique;

/** Whoever is in a container sends as its pod. */
function* senders(context: AttackContext, { lanes, adminSure }: PodNetwork, sending: Sending, stateOf: (point: string) => State): Generator<Step> {
  const { cluster } = context;
  const network = networkOf(cluster);
  const common = new Common(sending.links, adminSure);
  for (const { state, inside, workload } of context.containers) {
    const pods = variantsOf(cluster, workload);
    const ids = new Set(pods.flatMap((pod) => lanes.classOf(pod) ?? []));
    if (ids.size === 0) continue;
    const gaps = pods.length === 1 && pods[0] ? network.openOf('egress', pods[0]) : [...new Set(pods.flatMap((pod) => network.openOf('egress', pod)))];
    const because = (): Reason => ({ text: '', evidence: [], gaps });
    const starts = Array.from(ids, (id) => ({ id, ...sending.senderOf(id) }));
    const alike = starts.every(({ from }) => from === starts[0]?.from);
    const sure = alike && gaps.length === 0;
    const unsure = (): Reason => ({ text: '', evidence: [], gaps: alike ? gaps : [whichPodGap, ...gaps] });
    for (const { from } of starts) {
      if (from === undefined) continue;
      // In a pod of his choice an attacker sends as that one, in another as nobody knows which.
      if (!alike) yield { needs: [state], gives: stateOf(from), certain: gaps.length === 0, because };
      yield { needs: [inside], gives: stateOf(from), certain: sure, because: unsure };
    }
    if (!alike) for (const point of common.of(starts.map(({ from }) => from))) yield { needs: [inside], gives: stateOf(point), certain: gaps.length === 0, because };
    yield { needs: [inside], gives: stateOf(gaps.length > 0 ? 'loose' : 'anybody'), certain: gaps.length === 0, because };
    for (const { id, from, freed } of starts) {
      if (from === undefined || freed === undefined) continue;
      yield { needs: [stateOf(from), openState('network-policy', workload.namespace)], gives: stateOf(freed), free: true };
      const without = lanes.loses(id, 'egress');
      if (!without) continue;
      yield* allGone(workload.namespace, without);
      yield { needs: [inside, withoutState(workload.namespace, without)], gives: stateOf(freed), free: true, certain: sure, because: unsure };
    }
  }
  yield { needs: [pointState('loose')], gives: pointState('anybody'), free: true };
}

/** Each of them was deleted. */
function* allGone(namespace: string, names: readonly string[]): Generator<Step> {
  if (names.length > 1) yield { needs: names.map((name) => withoutState(namespace, [name])), gives: withoutState(namespace, names), free: true };
}

function reasonOf({ text, evidence }: ContainerDoor, how: string, gaps: Reason['gaps'] = []): Reason {
  return { text: `it listens on ${text}, ${how}; a flaw in its program or a weak login is enough`, evidence: [evidence], gaps };
}
