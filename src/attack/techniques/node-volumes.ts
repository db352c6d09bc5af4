import { podReferences } from '../../engines/access/pod-references.ts';
import type { Workload } from '../../cluster/workload.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { node, podIn } from '../examples.ts';
import { accountState, filesState, secretState, userState, volumesState, type State } from '../states.ts';
import { someNode, type ContainerPlace } from '../places.ts';
import { defineTechnique, type Technique } from '../technique.ts';
import { placementGap } from './node-to-pods.ts';

const technique: Technique = defineTechnique({
  id: 'technique/node-volumes',
  title: 'reads what the pods of the node use',
  why: 'Volumes of all pods lie below the directory of the kubelet: Secrets in clear text and tokens of their service accounts. The API server gives the same to the identity of the kubelet.',
  aliases: ['A6', 'F1', 'VOLUME_ACCESS', 'TOKEN_STEAL'],
  attack: ['T1005', 'T1552.001', 'T1528'],
  microsoft: ['MS-TA9013', 'MS-TA9016'],
  effort: 1,
  detects: 'Reads below /var/lib/kubelet/pods by another program than the kubelet; token requests of the node.',
  removes: 'Keep strong pods off nodes that others share, by taints and node affinity.',
  *steps(context) {
    for (const { name, state } of context.nodes) {
      const known = name !== someNode;
      const gaps = known ? [] : [placementGap];
      for (const { target, place } of heldOn(context.containersOn(name))) {
        const because = () => ({ text: `pods on ${known ? name : 'that node'} use it: ${place.workload.ref.kind} ${place.pod}`, evidence: [place.workload.at('volumes')], gaps });
        // A node's own static pods give its identity no rights.
        yield { needs: [place.workload.mirror ? filesState(name) : volumesState(name)], gives: target, certain: known, free: true, because };
      }
      for (const start of [state, userState(`system:node:${name}`)]) yield { needs: [start], gives: volumesState(name) };
      yield { needs: [filesState(name)], gives: volumesState(name), free: true };
    }
  },
  examples: {
    present: [
      { objects: node('worker') + podIn('shop', 'envFrom: [{secretRef: {name: keys}}]'), from: 'node:worker', to: 'secret:shop/keys' },
      { objects: node('worker') + podIn('shop', '', 'serviceAccountName: cart'), from: 'user:system:node:worker', to: 'serviceaccount:shop/cart' },
    ],
    absent: [{ objects: node('worker') + node('other') + podIn('shop', 'envFrom: [{secretRef: {name: keys}}]'), from: 'node:other', to: 'secret:shop/keys' }],
    unknown: [],
  },
});

export default technique;

/** Secrets and service accounts of the pods, each once. */
function heldOn(places: readonly ContainerPlace[]): readonly { readonly target: State; readonly place: ContainerPlace }[] {
  const found = new Map<State, ContainerPlace>();
  for (const place of places) for (const target of usedBy(place.workload)) if (!found.has(target)) found.set(target, place);
  return [...found].map(([target, place]) => ({ target, place }));
}

const known = new WeakMap<Workload, readonly State[]>();

function usedBy(workload: Workload): readonly State[] {
  let targets = known.get(workload);
  if (!targets) {
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: workload.ref.name }, spec: workload.spec };
    const secrets = podReferences(pod).flatMap(({ resource, name }) => (resource === 'secrets' ? [secretState(workload.namespace, name)] : []));
    known.set(workload, (targets = workload.mirror ? secrets : [...new Set([...secrets, accountState(workload.namespace, workload.serviceAccount.name)])]));
  }
  return targets;
}
