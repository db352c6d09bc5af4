import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KubernetesObject, Origin } from '../../model/object.ts';
import { RowReader } from './row-reader.ts';
import { RowWriter } from './row-writer.ts';

type Kept = readonly [KubernetesObject, Origin];

/** As another thread gets it. */
function sent(objects: readonly Kept[], atOnce: number): readonly Kept[] {
  const [writer, reader, got] = [new RowWriter(), new RowReader(), [] as Kept[]];
  for (let at = 0; at < objects.length; at += atOnce) {
    for (const [object, origin] of objects.slice(at, at + atOnce)) writer.add(object, origin);
    reader.read(structuredClone(writer.take()), 'a.json', (object, origin) => got.push([object, origin]));
  }
  return got;
}

/** Of the parts of objects: which are one. */
function sharing(objects: readonly Kept[]): readonly number[] {
  const numbers = new Map<unknown, number>();
  return objects.flatMap(([object]) => ['metadata', 'spec', 'status', 'data'].flatMap((section) => {
    const value = object[section];
    if (typeof value !== 'object' || value === null) return [];
    const parts = section === 'data' || Array.isArray(value) ? [value] : Object.values(value);
    return parts.filter((part) => typeof part === 'object' && part !== null).map((part) => numbers.get(part) ?? (numbers.set(part, numbers.size), numbers.size - 1));
  }));
}

const parts: readonly unknown[] = [{}, [], [{ a: 1 }], { a: { b: 'x' } }, ['x', null, { a: [] }], JSON.parse('{"__proto__":{"a":1}}')];
const value = fc.constantFrom<unknown>(0, -0, 1, Infinity, -1.5, '', 'x', 'ü\ud800', true, false, null, ...parts);
const section = fc.oneof(
  { arbitrary: fc.dictionary(fc.constantFrom('name', 'uid', 'containers', 'metadata', '7', '__proto__', 'toString'), value, { maxKeys: 5, noNullPrototype: true }), weight: 5 },
  value,
);
const object = fc.record({ apiVersion: value, kind: value, metadata: section, spec: section, status: section, data: value, ['__proto__']: value }, { requiredKeys: ['metadata'], noNullPrototype: true }).map((fields) => fields as KubernetesObject);
const number = fc.nat();
const origin = fc.oneof(
  fc.record({ file: fc.constant('a.json'), line: number, start: number, end: number, format: fc.constant('json' as const) }, { noNullPrototype: true }),
  fc.record({ file: fc.constant('a.json'), line: number, start: number, end: number, format: fc.constantFrom('json' as const, 'yaml' as const), at: fc.constant(['items', 3]) }, { noNullPrototype: true }),
);

test('rows: what is written is read, value by value, and parts that were one are one', () => {
  fc.assert(fc.property(fc.array(fc.tuple(object, origin), { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (objects, atOnce) => {
    const got = sent(objects, atOnce);
    assert.deepEqual(got, objects);
    // In maps that are sent whole, messages part what is one.
    if (!objects.some(([each]) => [each, each.metadata, each['spec'], each['status']].some((map) => typeof map === 'object' && map !== null && Object.hasOwn(map, '__proto__')))) assert.deepEqual(sharing(got), sharing(objects));
  }), { numRuns: 500 });
});

test('rows: fields keep their order, and objects are their own', () => {
  const labels = { app: 'cart' };
  const [one, other] = [{ kind: 'Pod', metadata: { name: 'a', labels }, spec: { b: 1, a: 2 } }, { metadata: { labels, name: 'b' }, kind: 'Pod', spec: { a: 1, b: 2 } }];
  const place = { file: 'a.json', line: 1, start: 0, end: 1, format: 'json' as const };
  const got = sent([one, other, one].map((each): Kept => [{ apiVersion: 'v1', ...each }, place]), 2).map(([each]) => each);
  assert.equal(JSON.stringify(got), JSON.stringify([one, other, one].map((each) => ({ apiVersion: 'v1', ...each }))));
  assert.notEqual(got[0], got[2]);
  assert.notEqual(got[0]?.metadata, got[2]?.metadata);
  assert.equal(got[0]?.metadata.labels, got[2]?.metadata.labels);
});

test('rows: maps of more shapes than are remembered arrive too', () => {
  const objects = Array.from({ length: 5000 }, (_, index): Kept => [{ apiVersion: 'v1', kind: 'Odd', metadata: { name: `n${index}` }, spec: { [`field${index}`]: index } }, { file: 'a.json', line: index, start: 0, end: 1, format: 'json' }]);
  assert.deepEqual(sent(objects, 1000), objects);
});
