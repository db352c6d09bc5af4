import type { Container } from '../../cluster/workload.ts';
import { escapes, hasCapability } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { nodesOf } from '../places.ts';
import { hub, type State } from '../states.ts';
import { sentBy } from '../traffic.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const root = 'securityContext: {runAsUser: 0}';
const other = podIn('blog', 'envFrom: [{secretRef: {name: keys}}]');
const to = 'secret:blog/keys';

const technique: Technique = defineTechnique({
  id: 'technique/host-sniffing',
  title: 'listens on the network of its node',
  why: 'A container on the network of the node that has NET_RAW, which every container has that does not drop it, hears every packet that pods of that node send and get. What is not encrypted it reads.',
  aliases: ['E15'],
  attack: ['T1040'],
  microsoft: ['MS-TA9036'],
  effort: 2,
  detects: 'Packet sockets that a container opens on the interfaces of its node.',
  removes: 'Leave hostNetwork unset, or drop NET_RAW.',
  *steps(context) {
    // A privileged one owns the node, and with it what its pods hold.
    yield* escapes(context, (container) => (mayHear(container) ? [{ text: 'it has hostNetwork and NET_RAW', evidence: [container.workload.at('hostNetwork')], when: hasCapability(container, 'NET_RAW') }] : []), heard);
    const nodes = new Set(context.containers.flatMap(({ container, workload }) => (mayHear(container) ? nodesOf(workload) : [])));
    for (const name of nodes) yield* sentBy(heard(name), context.containersOn(name).filter(({ workload }) => !workload.hostNetwork), context);
  },
  examples: {
    present: [],
    absent: [
      { objects: podIn('shop', root, 'hostNetwork: true') + other.replace('nodeName: worker', 'nodeName: other'), from: app, to },
      { objects: podIn('shop', 'securityContext: {runAsUser: 1000}', 'hostNetwork: true') + other, from: app, to },
      { objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {drop: [NET_RAW]}}', 'hostNetwork: true') + other, from: app, to },
      { objects: podIn('shop', root) + other, from: app, to },
    ],
    unknown: [{ objects: podIn('shop', root, 'hostNetwork: true') + other, from: app, to }],
  },
});

export default technique;

function mayHear({ workload, privileged }: Container): boolean {
  return workload.hostNetwork && !workload.mirror && !privileged;
}

function heard(node: string): State {
  return hub('hear-traffic-on', node);
}
