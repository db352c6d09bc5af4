import { entries, fields } from '../../cluster/read.ts';
import { podReferences } from '../../engines/access/pod-references.ts';
import type { Workload } from '../../cluster/workload.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { any, known as fact, map, not, type Fact } from '../../model/fact.ts';
import type { AttackContext } from '../context.ts';
import { node, podIn } from '../examples.ts';
import { apiServerGate } from '../feature-gates.ts';
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
    const minted = not(onlyForAudiences(context));
    for (const { name, state } of context.nodes) {
      const known = name !== someNode;
      const gaps = known ? [] : [placementGap];
      const [files, volumes] = [filesState(name), volumesState(name)];
      for (const { target, workload, there } of heldOn(context.containersOn(name), minted)) {
        const because = () => ({ text: `pods on ${known ? name : 'that node'} use it: ${workload.ref.kind} ${workload.namespace}/${workload.ref.name}`, evidence: [workload.at('volumes')], gaps: there.known ? gaps : [...gaps, ...there.gaps] });
        // A node's own static pods give its identity no rights.
        yield { needs: [workload.mirror ? files : volumes], gives: target, certain: known && there.known, free: true, because };
      }
      for (const start of [state, userState(`system:node:${name}`)]) yield { needs: [start], gives: volumes };
      yield { needs: [files], gives: volumes, free: true };
    }
  },
  examples: {
    present: [
      { objects: node('worker') + podIn('shop', 'envFrom: [{secretRef: {name: keys}}]'), from: 'node:worker', to: 'secret:shop/keys' },
      { objects: node('worker') + podIn('shop', '', 'serviceAccountName: cart'), from: 'user:system:node:worker', to: 'serviceaccount:shop/cart' },
    ],
    absent: [{ objects: node('worker') + podIn('shop', '', 'serviceAccountName: cart, automountServiceAccountToken: false'), from: 'user:system:node:worker', to: 'serviceaccount:shop/cart', version: '1.34' }, { objects: node('worker') + node('other') + podIn('shop', 'envFrom: [{secretRef: {name: keys}}]'), from: 'node:other', to: 'secret:shop/keys' }],
    unknown: [{ objects: node('worker') + podIn('shop', '', 'serviceAccountName: cart, automountServiceAccountToken: false'), from: 'user:system:node:worker', to: 'serviceaccount:shop/cart' }],
  },
});

export default technique;

interface Held {
  readonly target: State;
  readonly workload: Workload;
  /** False facts are left out. */
  readonly there: Fact<boolean>;
}

/** Secrets and service accounts of the pods, each once. @param minted whether a kubelet gets tokens that no pod asks for */
function heldOn(places: readonly ContainerPlace[], minted: Fact<boolean>): Iterable<Held> {
  const found = new Map<State, Held>();
  let last: Workload | undefined;
  for (const { workload } of places) {
    // Containers of one workload stand together.
    if (workload === last) continue;
    last = workload;
    for (const held of usedBy(workload, minted)) {
      const before = found.get(held.target);
      if (!before || (held.there.known && !before.there.known)) found.set(held.target, held);
    }
  }
  return found.values();
}

const known = new WeakMap<Workload, readonly Held[]>();

function usedBy(workload: Workload, minted: Fact<boolean>): readonly Held[] {
  let held = known.get(workload);
  if (!held) {
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: workload.ref.name }, spec: workload.spec };
    const secrets = new Set(podReferences(pod).flatMap(({ resource, name }) => (resource === 'secrets' ? [secretState(workload.namespace, name)] : [])));
    const token = workload.mirror ? no : any(hasToken(workload), minted);
    const account = { target: accountState(workload.namespace, workload.serviceAccount.name), workload, there: token };
    known.set(workload, (held = [...[...secrets].map((target) => ({ target, workload, there: yes })), ...(token.known && !token.value ? [] : [account])]));
  }
  return held;
}

const [yes, no] = [fact(true), fact(false)];

/** Whether a token for the API server lies in a volume of the pod. */
function hasToken({ spec, containers }: Workload): Fact<boolean> {
  const projected = entries(spec['volumes']).flatMap(({ value }) => entries(fields(value['projected'])?.['sources'])).map(({ value }) => fields(value['serviceAccountToken'])).filter((source) => source !== undefined);
  if (projected.some((source) => (source['audience'] ?? '') === '')) return yes;
  return any(...containers.map(({ apiToken }) => map(apiToken, (token) => token !== null)));
}

/** From 1.33 NodeRestriction lets a kubelet have tokens only for the audiences that its pods ask for. */
function onlyForAudiences(context: AttackContext): Fact<boolean> {
  const [api] = context.components.of('kube-apiserver');
  const restricted = api && map(api.setting('--enable-admission-plugins'), ({ value }) => (value ?? '').split(',').includes('NodeRestriction'));
  return restricted?.known && !restricted.value ? no : apiServerGate('ServiceAccountNodeAudienceRestriction', context);
}
