import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonItems, readJsonItems, type JsonItem } from './items.ts';

const list = '{\n "apiVersion": "v1",\n "kind": "List",\n "items": [\n  {"kind":"Pod","a":"}{][\\"\\\\"},\n  {"kind":"PodList","items":[{"a":"ü"}]}\n ],\n "metadata": {"resourceVersion": "1"}\n}\n';
const cases: readonly { name: string; text: string; values: readonly unknown[]; problems: readonly string[] }[] = [
  { name: 'a list, with one inside', text: list, values: [{ kind: 'Pod', a: '}{]["\\' }, { a: 'ü' }], problems: [] },
  { name: 'one object', text: '{"kind":"Pod"}', values: [{ kind: 'Pod' }], problems: [] },
  { name: 'an object with a field named items', text: '{"kind":"ConfigMap","data":{"items":"[]"}}', values: [{ kind: 'ConfigMap', data: { items: '[]' } }], problems: [] },
  { name: 'lines', text: '{"a":1}\n{"a":2}\n', values: [{ a: 1 }, { a: 2 }], problems: [] },
  { name: 'an array', text: '[{"a":1},{"a":2}]', values: [{ a: 1 }, { a: 2 }], problems: [] },
  { name: 'an item that is no JSON', text: '{"kind":"List","items":[{"a":1},{"a":x},{"a":3}]}', values: [{ a: 1 }, { a: 3 }], problems: ['syntax'] },
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
