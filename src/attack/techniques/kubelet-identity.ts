import { node } from '../examples.ts';
import { filesState, nodeState, userState } from '../states.ts';
import { someNode } from '../places.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/kubelet-identity',
  title: 'acts as the kubelet',
  why: 'Root on a node reads the certificate of its kubelet. With it the API server gives every Secret that a pod of the node uses, and tokens of their service accounts.',
  aliases: ['A4', 'IDENTITY_ASSUME', 'nodes'],
  attack: ['T1552.001', 'T1078'],
  microsoft: ['MS-TA9030'],
  effort: 1,
  detects: 'Requests of the node from another address than its own.',
  removes: 'Nothing: whoever is root on a node is its kubelet. Keep strong pods off nodes that others share.',
  *steps({ nodes }) {
    for (const { name, state } of nodes) {
      const because = () => ({ text: `the kubelet of ${name === someNode ? 'that node' : name} keeps its certificate on the node`, evidence: [] });
      yield { needs: [state], gives: userState(`system:node:${name}`), because };
      yield { needs: [filesState(name)], gives: userState(`system:node:${name}`), free: true, because };
    }
  },
  examples: {
    present: [{ objects: node('worker'), from: nodeState('worker'), to: 'user:system:node:worker' }],
    absent: [{ objects: node('worker') + node('other'), from: nodeState('worker'), to: 'user:system:node:other' }],
    unknown: [],
  },
});

export default technique;
