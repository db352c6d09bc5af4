import { entries, text } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { evidence, type Evidence } from '../../model/evidence.ts';
import { remember } from '../../model/remember.ts';
import type { AttackContext } from '../context.ts';
import { node, podIn } from '../examples.ts';
import { someNode } from '../places.ts';
import { askedState, secretState, type State } from '../states.ts';
import { defineTechnique, stepsTo, type Technique } from '../technique.ts';
import { placementGap } from './node-to-pods.ts';

const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\nimagePullSecrets: [{name: registry}]\n---\n';
const to = 'secret:shop/registry';

const technique: Technique = defineTechnique({
  id: 'technique/pull-secret',
  title: 'takes the login of the image registry',
  why: 'The kubelet pulls images with the Secret that the pod or its service account names. It lies in no container, but whoever is the node reads it, and where the login may push, every image of that registry is the attacker’s.',
  aliases: ['F3'],
  attack: ['T1552.001', 'T1525'],
  microsoft: ['MS-TA9037'],
  effort: 1,
  detects: 'Pulls and pushes with the login from outside the cluster.',
  removes: 'Give clusters a login that may only pull, or have nodes log in by their own identity.',
  *steps(context) {
    const secretsOf = remember((workload: Workload) => pullSecretsOf(workload, context));
    for (const { name } of context.nodes) {
      const asked = askedState(name);
      const seen = new Map<State, PullSecret>();
      for (const { workload } of context.containersOn(name)) for (const secret of secretsOf(workload)) if (!seen.has(secret.gives)) seen.set(secret.gives, secret);
      const placed = name !== someNode;
      yield* stepsTo([...seen.values()], { needs: [asked], certain: placed, free: true }, ({ workload, at }) => ({ text: `images of ${workload.ref.kind} ${workload.namespace}/${workload.ref.name} are pulled with it`, evidence: [at], gaps: placed ? [] : [placementGap] }));
    }
  },
  examples: {
    present: [
      { objects: node('worker') + podIn('shop', '', 'imagePullSecrets: [{name: registry}]'), from: 'node:worker', to },
      { objects: node('worker') + account + podIn('shop', '', 'serviceAccountName: cart'), from: 'user:system:node:worker', to },
    ],
    absent: [
      { objects: node('worker') + node('other') + podIn('shop', '', 'imagePullSecrets: [{name: registry}]'), from: 'node:other', to },
      { objects: node('worker') + account + podIn('shop', '', 'serviceAccountName: cart, imagePullSecrets: [{name: own}]'), from: 'node:worker', to },
      { objects: podIn('shop', '', 'imagePullSecrets: [{name: registry}]'), from: 'container:shop/web/app', to },
    ],
    unknown: [],
  },
});

export default technique;

interface PullSecret {
  readonly gives: State;
  readonly workload: Workload;
  readonly at: Evidence;
}

/** Those of the pod; those of its service account where it names none. */
function pullSecretsOf(workload: Workload, { cluster }: AttackContext): readonly PullSecret[] {
  const own = entries(workload.spec['imagePullSecrets']);
  if (own.length > 0) return own.flatMap(({ index, value }) => named(workload, value['name'], workload.at('imagePullSecrets', index, 'name')));
  if (workload.mirror) return [];
  const account = cluster.find('ServiceAccount', '', workload.namespace, workload.serviceAccount.name);
  return entries(account?.['imagePullSecrets']).flatMap(({ index, value }) => named(workload, value['name'], evidence(workload.serviceAccount, ['imagePullSecrets', index, 'name'], text(value['name']))));
}

function named(workload: Workload, name: unknown, at: Evidence): readonly PullSecret[] {
  return typeof name === 'string' && name !== '' ? [{ gives: secretState(workload.namespace, name), workload, at }] : [];
}
