import { entries, fields, text } from '../../cluster/read.ts';
import { podReferences } from '../../engines/access/pod-references.ts';
import type { Workload } from '../../cluster/workload.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { any, known as fact, map, not, type Fact } from '../../model/fact.ts';
import type { AttackContext } from '../context.ts';
import { node, podIn } from '../examples.ts';
import { apiServerGate } from '../feature-gates.ts';
import { accountState, askedState, filesState, secretState, userState, volumesState, type State } from '../states.ts';
import { someNode, type ContainerPlace } from '../places.ts';
import { defineTechnique, stepsTo, type Reason, type Technique } from '../technique.ts';
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
      const [files, volumes, asked] = [filesState(name), volumesState(name), askedState(name)];
      const reasonOf = ({ workload, there }: Held): Reason => ({ text: `pods on ${known ? name : 'that node'} use it: ${workload.ref.kind} ${workload.namespace}/${workload.ref.name}`, evidence: [workload.at('volumes')], gaps: there.known ? gaps : [...gaps, ...there.gaps] });
      const places = context.containersOn(name);
      const lying = heldOn(places, inVolumes);
      const found = [...lying.values()];
      // A node's own static pods give its identity no rights.
      const asking = [...heldOn(places, (workload) => servedTo(workload, minted)).values()].filter(({ gives }) => lying.get(gives)?.there.known !== true);
      for (const [from, all] of [[files, found.filter(({ workload }) => workload.mirror)], [volumes, found.filter(({ workload }) => !workload.mirror)], [asked, asking]] as const) {
        for (const sure of [true, false]) yield* stepsTo(all.filter(({ there }) => there.known === sure), { needs: [from], certain: known && sure, free: true }, reasonOf);
      }
      yield { needs: [state], gives: volumes };
      for (const start of [state, userState(`system:node:${name}`)]) yield { needs: [start], gives: asked };
      yield { needs: [asked], gives: volumes, free: true };
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
  readonly gives: State;
  readonly workload: Workload;
  /** False facts are left out. */
  readonly there: Fact<boolean>;
}

/** Secrets and service accounts of the pods, each once. */
function heldOn(places: readonly ContainerPlace[], usedBy: (workload: Workload) => readonly Held[]): ReadonlyMap<State, Held> {
  const found = new Map<State, Held>();
  let last: Workload | undefined;
  for (const { workload } of places) {
    // Containers of one workload stand together.
    if (workload === last) continue;
    last = workload;
    for (const held of usedBy(workload)) {
      const before = found.get(held.gives);
      if (!before || (held.there.known && !before.there.known)) found.set(held.gives, held);
    }
  }
  return found;
}

const [lying, served] = [new WeakMap<Workload, readonly Held[]>(), new WeakMap<Workload, readonly Held[]>()];

function once(kept: WeakMap<Workload, readonly Held[]>, workload: Workload, make: () => readonly Held[]): readonly Held[] {
  const found = kept.get(workload) ?? make();
  kept.set(workload, found);
  return found;
}

/** What lies below the directory of the kubelet: no variables, and tokens only where a volume has one. */
function inVolumes(workload: Workload): readonly Held[] {
  return once(lying, workload, () => {
    const sources = entries(workload.spec['volumes']).flatMap(({ value }) => [fields(value['secret'])?.['secretName'], ...entries(fields(value['projected'])?.['sources']).map(({ value: source }) => fields(source['secret'])?.['name'])]);
    const names = new Set(sources.flatMap((name) => text(name) ?? []));
    return usesOf(workload, names, hasToken(workload));
  });
}

/** What the API server gives to the kubelet for the pod. @param minted whether it gives tokens that no pod asks for */
function servedTo(workload: Workload, minted: Fact<boolean>): readonly Held[] {
  return once(served, workload, () => {
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: workload.ref.name }, spec: workload.spec };
    const names = new Set(workload.mirror ? [] : podReferences(pod).flatMap(({ resource, name }) => (resource === 'secrets' ? [name] : [])));
    return usesOf(workload, names, any(hasToken(workload), minted));
  });
}

function usesOf(workload: Workload, names: ReadonlySet<string>, token: Fact<boolean>): readonly Held[] {
  const { namespace, serviceAccount, mirror } = workload;
  const account = mirror || (token.known && !token.value) ? [] : [{ gives: accountState(namespace, serviceAccount.name), workload, there: token }];
  return [...Array.from(names, (name) => ({ gives: secretState(namespace, name), workload, there: yes })), ...account];
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
