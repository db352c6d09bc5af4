// Reading what is described only, against reading everything: the same objects, the same problems, whatever the bytes are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonItems } from '../lang/json/items.ts';
import { SelectiveReader } from '../lang/json/selective-reader.ts';
import { asListItem } from './classify.ts';
import { Collector } from './collector.ts';
import { selectionOf } from './selections.ts';

function read(bytes: Buffer, selective: boolean, bundle: boolean): unknown {
  const collector = new Collector(undefined);
  collector.bundle = bundle;
  const summary = jsonItems(bytes, ({ value, list, ...place }) => collector.add(list ? asListItem(value, { ...list }) : value, { file: 'a.json', start: place.start, end: place.end, line: place.line, format: 'json' }), selective ? collector.reader : undefined);
  const { objects, origins, skipped, problems } = collector.snapshot();
  return { objects, written: JSON.stringify(objects), origins: [...origins.values()], skipped, problems, summary };
}

function assertSame(text: string | Buffer): void {
  const bytes = Buffer.from(text);
  for (const bundle of [false, true]) assert.deepEqual(read(bytes, true, bundle), read(bytes, false, bundle), bytes.toString('utf8'));
}

interface Pod {
  readonly suffix: string;
  readonly app: string;
  readonly count: number;
}

const token = (suffix: string): string => `kube-api-access-${suffix}`;

function podOf({ suffix, app, count }: Pod): unknown {
  const mounts = [{ mountPath: '/t', name: token(suffix), readOnly: true }, { mountPath: '/c', name: 'cache' }];
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: { annotations: { note: 'ünder "quotes"\n' }, creationTimestamp: null, generateName: `${app}-`, labels: { app }, managedFields: [{ fieldsV1: { 'f:a': {} } }], name: `${app}-${suffix}`, namespace: 'shop', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: app, uid: app, controller: true }], resourceVersion: String(count), selfLink: `/api/v1/pods/${suffix}`, generation: count, uid: suffix },
    spec: {
      containers: Array.from({ length: count }, (_, index) => ({ name: `c${index}`, image: `${app}:1`, args: ['-x', '\\'], volumeMounts: mounts })),
      ...(count > 1 ? { initContainers: [{ name: 'i', image: 'i:2', volumeMounts: mounts.slice(count - 2) }], priority: count } : {}),
      enableServiceLinks: true, nodeName: `node-${count}`, terminationGracePeriodSeconds: 30, tolerations: [{ operator: 'Exists' }],
      volumes: [{ name: 'cache', emptyDir: {} }, { name: token(suffix), projected: { sources: [] } }],
    },
    status: {
      conditions: [{ lastProbeTime: null, status: 'True', type: 'Ready', observedGeneration: -1500 }],
      containerStatuses: Array.from({ length: count }, (_, index) => ({ image: 'x', imageID: `sha256:${app}`, lastState: {}, name: `c${index}`, ready: true, state: { running: { startedAt: 'now' } } })),
      hostIP: '10.0.0.1', phase: 'Running', podIP: `10.1.0.${count}`, podIPs: [{ ip: `10.1.0.${count}` }], qosClass: 'Burstable',
    },
  };
}

const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a', managedFields: [] }, spec: { podCIDR: '10.1.0.0/24', taints: [{ key: 'a', effect: 'NoSchedule' }] }, status: { addresses: [{ address: '10.0.0.1', type: 'InternalIP' }], images: [{ names: ['a'], sizeBytes: 1 }], nodeInfo: { kubeletVersion: 'v1.34.0' } } };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', managedFields: [] }, data: { a: 'YQ==' }, status: {} };

const pod: fc.Arbitrary<Pod> = fc.record({ suffix: fc.constantFrom('aaaaa', 'bbbbb', 'c0c0c', 'LARGE'), app: fc.constantFrom('cart', 'web'), count: fc.integer({ min: 1, max: 3 }) });
const item = fc.oneof({ arbitrary: pod.map(podOf), weight: 6 }, fc.constantFrom<unknown>(node, secret, { kind: 'Pod', items: [] }, { apiVersion: 'v1', kind: 'Pod', metadata: null, spec: [], status: 'x' }));
const layout = fc.constantFrom(
  (items: readonly unknown[]): string => items.map((each) => JSON.stringify(each)).join('\n'),
  (items: readonly unknown[]): string => `{"apiVersion":"v1","kind":"List","items":[\n${items.map((each) => JSON.stringify(each)).join(',\n')}\n]}`,
  (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', items, kind: 'List' }, null, 4),
  (items: readonly unknown[]): string => JSON.stringify({ kind: 'PodList', apiVersion: 'v1', items: items.map((each) => (Object.hasOwn(each ?? {}, 'status') ? { ...(each as object), kind: undefined, apiVersion: undefined } : each)) }),
  (items: readonly unknown[]): string => JSON.stringify({ kind: 'PodList', apiVersion: 'v1', items: items.map((each) => Object.fromEntries(Object.entries(each ?? {}).toReversed())) }, null, 1),
);
const dump = fc.tuple(fc.array(item, { minLength: 1, maxLength: 6 }), layout).map(([items, written]) => written(items));

test('a selective reader reads what JSON.parse reads, of any dump', () => {
  fc.assert(fc.property(dump, assertSame), { numRuns: 150 });
});

// Bytes that mean something to JSON, or must not stand in it.
const bytes = fc.constantFrom(...Buffer.from('"\\{}[],:0189-+.eEtfnul \n\t/_'), 0x00, 0x01, 0x1f, 0x7f, 0xc3, 0xff);
const mutation = fc.record({ at: fc.nat(), cut: fc.nat(3), put: fc.array(bytes, { maxLength: 3 }), from: fc.nat(), copied: fc.oneof({ arbitrary: fc.constant(0), weight: 3 }, fc.nat(60)) });

test('a selective reader refuses what JSON.parse refuses, of any dump with false bytes in it', () => {
  fc.assert(
    fc.property(dump, fc.array(mutation, { minLength: 1, maxLength: 3 }), (text, mutations) => {
      let mutated = Buffer.from(text);
      for (const { at, cut, put, from, copied } of mutations) {
        const [place, source] = [at % mutated.length, from % mutated.length];
        mutated = Buffer.concat([mutated.subarray(0, place), Buffer.from(put), mutated.subarray(source, source + copied), mutated.subarray(place + cut)]);
      }
      assertSame(mutated);
    }),
    { numRuns: 600 },
  );
});

const two = `${JSON.stringify(podOf({ suffix: 'aaaaa', app: 'cart', count: 2 }))}\n${JSON.stringify(podOf({ suffix: 'bbbbb', app: 'cart', count: 2 }))}\n`;
const odd: readonly (readonly [name: string, from: string | RegExp, to: string])[] = [
  ['a raw control character in what is left out', '"qosClass":"B', '"qosClass":"\x01B'],
  ['a false escape in what is left out', '"type":"Ready"', '"type":"Re\\ady"'],
  ['a false literal in what is left out', '"lastProbeTime":null', '"lastProbeTime":nul'],
  ['a false number in what is left out', '-1500', '-01500'],
  ['a number without digits', '"observedGeneration":-1500', '"observedGeneration":-'],
  ['a number with a power', '-1500', '-1.5e+3'],
  ['a number with a false power', '-1500', '-1.5e+'],
  ['a number that ends in a point', '-1500', '-1.'],
  ['a comma too many', '"lastState":{}', '"lastState":{},'],
  ['a bracket for a brace', '"lastState":{}', '"lastState":{]'],
  ['a name with an escape', '"status":{', '"st\\u0061tus":{'],
  ['a name with an escape, twice', '"status":{', '"st\\u0061tus":"x","status":{'],
  ['a status twice', '"status":{', '"status":"x","status":{'],
  ['a status that is a text, twice', /"qosClass":"Burstable"\}\}/g, '"qosClass":"Burstable"},"status":"x"}'],
  ['a spec twice', '"spec":{', '"spec":{"volumes":[]},"spec":{'],
  ['a kind twice', '"kind":"Pod"', '"kind":"Pod","kind":"Node"'],
  ['a kind twice, of which the last holds secrets', '"kind":"Pod"', '"kind":"Pod","data":{"a":"YQ=="},"kind":"Secret"'],
  ['a name in the status of a container twice', '"name":"c0","ready"', '"name":"c9","name":"c0","ready"'],
  ['a name in the status of a container with an escape', '"name":"c0","ready"', '"n\\u0061me":"c9","ready"'],
  ['fields named __proto__', '"spec":{', '"__proto__":{"a":1},"spec":{"__proto__":{"b":2},'],
  ['items of its own', '"spec":{', '"items":[1],"spec":{'],
  ['a token volume that is named in an argument', '"-x"', '"kube-api-access-aaaaa"'],
  ['a token volume of another end in one mount', '"kube-api-access-bbbbb","readOnly"', '"kube-api-access-ccccc","readOnly"'],
  ['two token volumes', '"volumes":[', '"volumes":[{"name":"kube-api-access-ddddd"},'],
  ['a token volume whose name has an escape', /"volumes":\[/g, '"volumes":[{"name":"kube-api-acces\\u0073-bbbbb"},'],
  ['mounts of a token volume that is not there', /,\{"name":"kube-api-access-\w+","projected":\{"sources":\[\]\}\}/g, ''],
  ['a number that goes on', '"priority":2', '"priority":20'],
  ['a version that is no text', /"resourceVersion":"2"/g, '"resourceVersion":2'],
  ['a version twice', '"resourceVersion":"2"', '"resourceVersion":"1","resourceVersion":"2"'],
  ['a false escape in a link that is left out', '"/api/v1', '"\\/api\\v1'],
  ['a container without a status of its own', /"name":"c0","ready"/g, '"ready"'],
  ['an image of another container', '"imageID":"sha256:cart","lastState":{},"name":"c1"', '"imageID":"sha256:web","lastState":{},"name":"c1"'],
  ['bytes that are no UTF-8', 'ünder', '\ud800'],
];
for (const [name, from, to] of odd) {
  test(`a selective reader is exact: ${name}`, () => {
    const last = two.lastIndexOf('\n{') + 1;
    assert.notEqual(two.replace(from, to), two);
    for (const text of [two.replace(from, to) + two, two + two.slice(0, last) + two.slice(last).replace(from, to) + two, two.replaceAll(from, () => to) + two]) assertSame(text);
  });
}

test('what containers report is shared with the pod before, never with one that was read in the general way', () => {
  const [one, other] = ['cart', 'web'].map((app) => JSON.stringify(podOf({ suffix: 'aaaaa', app, count: 2 }))) as [string, string];
  const broken = other.replace(/\{[^{}]*"lastState":\{\},"name":"c1"/, '[],$&');
  const [oneOfOne, oneOfOther] = [one, other].map((pod) => pod.replace(/,\{"image":"x"[^[\]]*"name":"c1"[^[\]]*(?=\])/, '')) as [string, string];
  assert.ok(broken !== other && oneOfOne !== one && oneOfOther !== other);
  for (const pods of [[oneOfOne, broken, oneOfOther], [one, broken, other], [one, other, broken, one], [one, oneOfOther, one], [one, one, other, other]]) assertSame(pods.join('\n'));
});

test('a selective reader reads pods itself, and those of one template share what they have in common', () => {
  const reader = new SelectiveReader(selectionOf);
  const closed = Buffer.from(`${two}\0`);
  const [first, second] = [0, closed.indexOf('\n{') + 1].map((at) => {
    assert.ok(reader.read(closed, at, undefined) > 0);
    return (reader.value as { spec: Record<string, unknown> }).spec;
  });
  for (const name of ['containers', 'initContainers', 'volumes', 'tolerations']) assert.equal(first?.[name], second?.[name]);
  assert.deepEqual(first?.['volumes'], [{ name: 'cache', emptyDir: {} }, { name: 'kube-api-access', projected: { sources: [] } }]);
});
