import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonItems, readJsonItems, type JsonItem } from './items.ts';

const list = '{\n "apiVersion": "v1",\n "kind": "List",\n "items": [\n  {"kind":"Pod","a":"}{][\\"\\\\"},\n  {"kind":"PodList","items":[{"a":"ü"}]}\n ],\n "metadata": {"resourceVersion": "1"}\n}\n';
const cases: readonly { name: string; text: string; values: readonly unknown[]; problems: readonly string[] }[] = [
  { name: 'a list, with one inside', text: list, values: [{ kind: 'Pod', a: '}{]["\\' }, { a: 'ü' }], problems: [] },
  { name: 'one object', text: '{"kind":"Pod"}', values: [{ kind: 'Pod' }], problems: [] },
  { name: 'an object with a field named items', text: '{"kind":"ConfigMap","data":{"items":"[]"}}', values: [{ kind: 'ConfigMap', data: { items: '[]' } }], problems: [] },
  { name: 'an object that is no list with items', text: '{"apiVersion":"a/v1","kind":"Allow","metadata":{"name":"a"},"items":[],"spec":{"b":1}}\n{"kind":"Allow","items":[{"c":1}]}', values: [{ apiVersion: 'a/v1', kind: 'Allow', metadata: { name: 'a' }, items: [], spec: { b: 1 } }, { kind: 'Allow', items: [{ c: 1 }] }], problems: [] },
  { name: 'the same in the order of kubectl', text: '{"apiVersion":"v1","items":[{"apiVersion":"a/v1","items":[{"c":1}],"kind":"Allow","metadata":{}}],"kind":"List"}', values: [{ apiVersion: 'a/v1', items: [{ c: 1 }], kind: 'Allow', metadata: {} }], problems: [] },
  { name: 'an object whose kind ends as that of a list', text: '{"kind":"List","items":[{"apiVersion":"a/v1","kind":"AllowList","metadata":{"name":"a"},"spec":{"b":[1]}},{"a":1}]}', values: [{ apiVersion: 'a/v1', kind: 'AllowList', metadata: { name: 'a' }, spec: { b: [1] } }, { a: 1 }], problems: [] },
  { name: 'items of nothing', text: '{"items":[]}{"kind":"PodList","items":[]}', values: [{ items: [] }], problems: [] },
  { name: 'an object that is no list and larger than is held', text: `{"apiVersion":"a/v1","items":["${'x'.repeat(70_000)}"],"kind":"Allow"}`, values: ['x'.repeat(70_000)], problems: ['syntax'] },
  { name: 'lines', text: '{"a":1}\n{"a":2}\n', values: [{ a: 1 }, { a: 2 }], problems: [] },
  { name: 'an array', text: '[{"a":1},{"a":2}]', values: [{ a: 1 }, { a: 2 }], problems: [] },
  { name: 'an item that is no JSON', text: '{"kind":"List","items":[{"a":1},{"a":x},{"a":3}]}', values: [{ a: 1 }, { a: 3 }], problems: ['syntax'] },
  { name: 'objects with logs between', text: `${list}==== START logs for container a of pod n/p ====\n{"no": 1}\n x ==== END logs for container a of pod n/p ====\n-\n==== END logs for container a of pod n/p ====\n{"kind":"Pod"}\n==== START logs for container b of pod n/p ====\n==== END logs for container b of pod n/p ====\n`, values: [{ kind: 'Pod', a: '}{]["\\' }, { a: 'ü' }, { kind: 'Pod' }], problems: [] },
  { name: 'a log that says it ends before it does', text: '==== START logs for container a of pod n/p ====\n==== END logs for container a of pod n/p ====\nmore\n==== END logs for container a of pod n/p ====\n{"a":1}', values: [{ a: 1 }], problems: ['not json', 'not json'] },
  { name: 'a log that is cut off', text: '{"a":1}\n==== START logs for container a of pod n/p ====\nmore', values: [{ a: 1 }], problems: ['truncated'] },
  { name: 'an item nested too deep', text: `{"kind":"List","items":[{"a":1},{"b":${'['.repeat(1001)}${']'.repeat(1001)}},{"a":3}]}`, values: [{ a: 1 }, { a: 3 }], problems: ['too large'] },
  { name: 'text of any other kind', text: 'abc\n'.repeat(1000), values: [], problems: Array.from({ length: 20 }, () => 'not json') },
  { name: 'a list that is cut off', text: '{"kind":"List","items":[{"a":1},{"a":', values: [{ a: 1 }], problems: ['truncated'] },
];
for (const { name, text, values, problems } of cases) {
  test(`JSON items: ${name}`, async () => {
    const whole: JsonItem[] = [];
    const summary = jsonItems(Buffer.from(text), (item) => whole.push(item));
    assert.deepEqual([whole.map(({ value }) => value), summary.problems.map(({ cause }) => cause)], [values, problems]);
    for (const item of whole) assert.deepEqual(JSON.parse(Buffer.from(text).toString('utf8', item.start, item.end)), item.value);
    for (const size of [1, 3, 7]) {
      const parts: JsonItem[] = [];
      const bytes = Buffer.from(text);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
      await readJsonItems(chunks, (item) => parts.push(item));
      assert.deepEqual(parts.map(({ value, start, end, line }) => ({ value, start, end, line })), whole.map(({ value, start, end, line }) => ({ value, start, end, line })), `chunks of ${size}`);
    }
  });
}

test('JSON items: quotes and escapes at every place of short and long strings, beside what they must not swallow', () => {
  for (let length = 50; length < 80; length++) {
    for (const end of ['', '"', '\\', '\\"', '\\\\', '\\\\"']) {
      for (const rest of ['', 'é'.repeat(40), '"}{'.repeat(30)]) {
        const values = [{ [`${'k'.repeat(length)}${end}`]: 1, a: `${'x'.repeat(length)}${end}${rest}` }, { b: end }];
        const found: unknown[] = [];
        jsonItems(Buffer.from(values.map((value) => JSON.stringify(value)).join('\n')), ({ value }) => found.push(value));
        assert.deepEqual(found, values);
      }
    }
  }
});
