import { app, node, podIn } from '../examples.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { someNode } from '../places.ts';
import { defineTechnique, type Technique } from '../technique.ts';

/** Which pods share a node is decided by the scheduler. */
export const placementGap: Gap = gap('api', 'gap/placement', 'Which pods run on which node? kubectl get pods -A -o json');

const technique: Technique = defineTechnique({
  id: 'technique/node-to-pods',
  title: 'enters the pods of the node',
  why: 'Root on a node enters every container that runs there, static pods included: the runtime starts a process in any of them, past the API server and its log.',
  aliases: ['A5', 'POD_ATTACH', 'CONTAINER_ATTACH', 'ACCESS_POD'],
  attack: ['T1609'],
  microsoft: ['MS-TA9007'],
  effort: 1,
  detects: 'Processes in containers that did not start with them; the API server sees nothing.',
  removes: 'Keep strong pods off nodes that others share, by taints and node affinity.',
  *steps(context) {
    const unplaced = context.nodes.find(({ name }) => name === someNode);
    for (const { name, state } of context.nodes) {
      if (unplaced && name !== someNode) yield { needs: [state], gives: unplaced.state, certain: false, free: true, because: () => ({ text: 'pods that were given without a node may run there', evidence: [], gaps: [placementGap] }) };
      const known = name !== someNode;
      const places = context.containersOn(name);
      if (places.length > 0) yield { needs: [state], gives: context.insidesOn(name), certain: known, because: (index) => ({ text: known ? `a pod of it runs on ${name}` : 'it may run on the same node', evidence: places.slice(index, index + 1).map(({ container }) => container.at('name')), gaps: known ? [] : [placementGap] }) };
    }
  },
  examples: {
    present: [{ objects: node('worker') + podIn('shop'), from: 'node:worker', to: app }],
    absent: [{ objects: node('worker') + node('other') + podIn('shop'), from: 'node:other', to: app }],
    unknown: [],
  },
});

export default technique;
