import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../test/support/context.ts';

type Fields = Readonly<Record<string, unknown>>;
const container = { name: 'app', image: 'app:1', resources: { limits: { cpu: '1' } } };
const owned = (kind: string, spec: Fields, metadata: Fields = {}, phase = 'Running', name = 'app-0'): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', uid: name, ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'app', controller: true }], ...metadata }, spec, status: { phase } });
const carrier = (kind: string, spec: Fields, more: Fields = {}): string =>
  JSON.stringify({ apiVersion: 'apps/v1', kind, metadata: { name: 'app', namespace: 'shop', uid: 'u' }, spec: { replicas: 1, template: { metadata: {}, spec }, ...more } });

/** Of each workload: what a person edits, the kind of object that is judged, pods seen, pods running. */
function workloads(...documents: readonly string[]): readonly (readonly unknown[])[] {
  return contextOf(documents.join('\n---\n')).cluster.workloads.map(({ ref, object, instances, running }) => [`${ref.kind} ${ref.name}`, object.kind, instances, running]);
}

const filled = { nodeName: 'a', serviceAccountName: 'default', tolerations: [{ key: 'x' }], priority: 0 };
const rows: readonly (readonly [name: string, documents: readonly string[], workloads: readonly (readonly unknown[])[]])[] = [
  ['a pod as its template says is counted', [carrier('ReplicaSet', { containers: [container] }), owned('ReplicaSet', { containers: [container], ...filled })], [['ReplicaSet app', 'ReplicaSet', 1, 1]]],
  ['an empty name of the service account is no difference', [carrier('ReplicaSet', { containers: [container], serviceAccountName: '' }), owned('ReplicaSet', { containers: [container], ...filled })], [['ReplicaSet app', 'ReplicaSet', 1, 1]]],
  ['pull secrets of the service account are no difference', [carrier('ReplicaSet', { containers: [container] }), owned('ReplicaSet', { containers: [container], imagePullSecrets: [{ name: 'r' }] })], [['ReplicaSet app', 'ReplicaSet', 1, 1]]],
  ['requests that follow from limits are no difference', [carrier('ReplicaSet', { containers: [container] }), owned('ReplicaSet', { containers: [{ ...container, resources: { limits: { cpu: '1' }, requests: { cpu: '1' } } }] })], [['ReplicaSet app', 'ReplicaSet', 1, 1]]],
  ['what the LimitRanger fills in is no difference', [carrier('ReplicaSet', { containers: [{ name: 'app', image: 'app:1' }] }), owned('ReplicaSet', { containers: [container] }, { annotations: { 'kubernetes.io/limit-ranger': 'set' } })], [['ReplicaSet app', 'ReplicaSet', 1, 1]]],
  [
    'claims of a StatefulSet are no difference',
    [carrier('StatefulSet', { containers: [container] }, { volumeClaimTemplates: [{ metadata: { name: 'data' } }] }), ...['app-0', 'app-1'].map((name) => owned('StatefulSet', { containers: [container], hostname: name, volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${name}` } }] }, {}, 'Running', name))],
    [['StatefulSet app', 'StatefulSet', 2, 2]],
  ],
  ['another volume is one', [carrier('ReplicaSet', { containers: [container] }), owned('ReplicaSet', { containers: [container], volumes: [{ name: 'v', hostPath: { path: '/' } }] })], [['ReplicaSet app', 'Pod', 1, 1]]],
  [
    'some pods as the template says, some not: both, under the object that a person edits',
    [carrier('ReplicaSet', { containers: [container] }), owned('ReplicaSet', { containers: [container] }), owned('ReplicaSet', { containers: [container, { name: 'proxy', image: 'proxy:1' }] }, {}, 'Running', 'app-1')],
    [['ReplicaSet app', 'ReplicaSet', 1, 1], ['ReplicaSet app', 'Pod', 1, 1]],
  ],
  ['a template stays while only ended pods differ from it', [carrier('ReplicaSet', { containers: [container] }), owned('ReplicaSet', { containers: [{ ...container, image: 'app:0' }] }, {}, 'Succeeded')], [['ReplicaSet app', 'ReplicaSet', 0, 0], ['ReplicaSet app', 'Pod', 1, 0]]],
  ['a template without pods stands for those it asks for', [carrier('ReplicaSet', { containers: [container] }).replace('"uid":"u"', '"labels":{}')], [['ReplicaSet app', 'ReplicaSet', 1, 1]]],
];
for (const [name, documents, expected] of rows) {
  test(`workloads: ${name}`, () => assert.deepEqual(workloads(...documents), expected));
}

test('workloads: an empty name of the service account is the default one', () => {
  const { cluster } = contextOf(carrier('ReplicaSet', { containers: [container], serviceAccountName: '' }));
  assert.deepEqual(cluster.workloads.map(({ serviceAccount }) => serviceAccount.name), ['default']);
});
