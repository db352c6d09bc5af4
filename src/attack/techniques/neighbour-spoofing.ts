import { all, known, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { hasCapability } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { nodesOf, type NodePlace } from '../places.ts';
import { text } from '../../cluster/read.ts';
import type { Container } from '../../cluster/workload.ts';
import { valueAt } from '../../model/object.ts';
import { nodeTrafficState, sentBy } from '../traffic.ts';
import { defineTechnique, type Technique } from '../technique.ts';
import type { AttackContext } from '../context.ts';

/** Network plug-ins that put the pods of a node on one bridge, and those that route each packet. */
const bridging: ReadonlySet<string> = new Set(['Flannel', 'Weave Net']);
const plugInGap: Gap = gap('api', 'gap/network-bridge', 'Does the network plug-in put the pods of a node on one bridge? kubectl get daemonset -A -o json names it.');

const agent = (image: string): string => `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: net, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: net, image: "${image}"}]}}}\n---\n`;
const flannel = agent('ghcr.io/flannel-io/flannel:v0.27.0');
const victim = (node = 'worker'): string => podIn('blog', 'envFrom: [{secretRef: {name: keys}}]').replace('nodeName: worker', `nodeName: ${node}`);
const crio = 'apiVersion: v1\nkind: Node\nmetadata: {name: worker}\nstatus: {nodeInfo: {containerRuntimeVersion: "cri-o://1.33.1"}}\n---\n';
const root = 'securityContext: {runAsUser: 0}';
const to = 'secret:blog/keys';

const technique: Technique = defineTechnique({
  id: 'technique/neighbour-spoofing',
  title: 'takes the place of other pods on the network of the node',
  why: 'Where the pods of a node share one bridge, a container with NET_RAW, which every container has that does not drop it on most runtimes, answers for the addresses of its neighbours and of their DNS, and reads what they send.',
  aliases: ['G7'],
  attack: ['T1557.002'],
  microsoft: ['MS-TA9036'],
  effort: 3,
  detects: 'Addresses of hardware that change for one IP on the bridge of a node.',
  removes: 'Drop NET_RAW, or use a network plug-in that routes and checks who sends.',
  *steps(context) {
    const bridge = onBridge(context);
    if (bridge.known && !bridge.value) return;
    const criO = new Set(context.nodes.filter(isCriO).map(({ name }) => name));
    for (const { container, workload, state } of context.containers) {
      if (workload.hostNetwork) continue;
      const able = all(hasCapability(container, 'NET_RAW'), bridge);
      if (able.known && !able.value) continue;
      for (const node of nodesOf(workload).filter((each) => !criO.has(each) || isAsked(container))) yield { needs: [state], gives: nodeTrafficState(node), certain: able.known, because: () => ({ text: 'it may send packets in the name of others', evidence: [container.at('securityContext', 'capabilities')], gaps: able.known ? [] : able.gaps }) };
    }
    for (const { name } of context.nodes) yield* sentBy(nodeTrafficState(name), context.containersOn(name).filter(({ workload }) => !workload.hostNetwork), context);
  },
  examples: {
    present: [],
    absent: [
      { objects: flannel + agent('docker.io/calico/node:v3.30.0').replace('name: net', 'name: policy') + podIn('shop', root) + victim(), from: app, to },
      { objects: flannel + crio + podIn('shop', root) + victim(), from: app, to },
      { objects: flannel + podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {drop: [NET_RAW]}}') + victim(), from: app, to },
      { objects: flannel + podIn('shop', 'securityContext: {runAsUser: 1000}') + victim(), from: app, to },
      { objects: flannel + podIn('shop', root) + victim('other'), from: app, to },
      { objects: flannel + podIn('shop', root) + victim().replaceAll('keys', 'web-tls'), from: app, to: 'secret:blog/web-tls' },
      { objects: agent('docker.io/calico/node:v3.30.0') + podIn('shop', root) + victim(), from: app, to },
    ],
    unknown: [{ objects: flannel + podIn('shop', root) + victim(), from: app, to }, { objects: flannel + crio + podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [NET_RAW]}}') + victim(), from: app, to }],
  },
});

export default technique;

function onBridge({ components }: AttackContext): Fact<boolean> {
  const plugIns = components.neighbours.filter(({ kind }) => kind === 'CNI');
  if (plugIns.length === 0) return unknown(plugInGap);
  // Beside Flannel Calico connects the pods, and routes: the two together are Canal.
  return known(plugIns.some(({ name }) => bridging.has(name)) && !plugIns.some(({ name }) => name === 'Calico'));
}

/** CRI-O gives NET_RAW to whoever asks for it alone. */
function isAsked(container: Container): boolean {
  return container.privileged || container.addedCapabilities.some((name) => name === 'NET_RAW' || name === 'ALL');
}

function isCriO({ object }: NodePlace): boolean {
  return text(valueAt(object, ['status', 'nodeInfo', 'containerRuntimeVersion']))?.startsWith('cri-o://') === true;
}
