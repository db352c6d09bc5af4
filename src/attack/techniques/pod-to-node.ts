import { evidence, type Evidence } from '../../model/evidence.ts';
import type { AttackContext } from '../context.ts';
import { disguisedNodes } from '../disguise.ts';
import { account, cart, deployed, inShop, namespace, node, ownRegistry, podPolicy, quota, rule } from '../examples.ts';
import { someNode } from '../places.ts';
import { through } from '../guards.ts';
import { hub } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/pod-to-node',
  title: 'creates a pod that owns its node',
  why: 'A pod may be privileged or mount the disk of its node where nothing refuses it, and may name its node, one of the control plane included: taints do not stop it.',
  aliases: ['D8', 'POD_CREATE', 'CREATE_PRIVILEGED_WORKLOAD'],
  attack: ['T1610', 'T1611'],
  microsoft: ['MS-TA9018'],
  effort: 1,
  detects: 'Audit events that create privileged pods, or pods with host paths.',
  removes: 'Enforce Pod Security baseline in the namespace, by its label.',
  *steps(context) {
    for (const name of new Set([...context.cluster.namespaces, ...context.accounts.keys()])) {
      yield* through(context.guards.escaping(name), [hub('make-pods', name)], hub('own-nodes', name), (how) => ({ text: `${how}${name} lets a privileged pod in`, evidence: namespaceEvidence(name, context) }));
      yield { needs: [hub('own-nodes', name)], gives: hub('own-nodes', null), free: true };
    }
    yield* disguisedNodes(context);
    // Virtual nodes run no privileged pod, those of Windows no Linux pod.
    for (const { name, state, ordinary } of context.nodes) if (ordinary && (name !== someNode || context.nodes.length === 1)) yield { needs: [hub('own-nodes', null)], gives: state, free: true };
  },
  examples: {
    present: [
      { objects: inShop(rule('pods', 'create')) + namespace('shop') + node('worker'), from: cart, to: 'node:worker' },
      { objects: inShop(rule('pods', 'create')) + namespace('shop') + account + node('worker') + ownRegistry + deployed('web').replace('registry.example', 'registry.own'), from: cart, to: 'node:worker', version: '1.34' },
    ],
    absent: [{ objects: inShop(rule('pods', 'create')) + namespace('shop') + account + node('worker') + ownRegistry + deployed('web'), from: cart, to: 'node:worker', version: '1.34' }, { objects: inShop(rule('pods', 'create')) + namespace('shop') + account + node('worker') + podPolicy('!object.spec.containers.exists(c, has(c.securityContext.privileged)) && !has(object.spec.volumes) && !has(object.spec.hostPID)') + deployed('web').replace('registry.example', 'registry.own'), from: cart, to: 'node:worker', version: '1.34' }, { objects: inShop(rule('pods', 'create')) + namespace('shop', 'baseline') + node('worker'), from: cart, to: 'node:worker' }, { objects: inShop(rule('pods', 'create')) + namespace('shop') + node('virtual', 'labels: {type: virtual-kubelet}'), from: cart, to: 'node:virtual' }],
    unknown: [
      // How much of the quota is left is not in files.
      { objects: inShop(rule('pods', 'create')) + namespace('shop') + node('worker') + quota, from: cart, to: 'node:worker' },
      { objects: inShop(rule('pods', 'create')) + node('worker'), from: cart, to: 'node:worker' },
    ],
  },
});

export default technique;

function namespaceEvidence(name: string, { cluster }: AttackContext): readonly Evidence[] {
  const object = cluster.find('Namespace', '', undefined, name);
  return object ? [evidence(cluster.ref(object), ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'], object.metadata.labels?.['pod-security.kubernetes.io/enforce'])] : [];
}
