import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locateJson } from './locate.ts';

const text = '{"a": {"b": [1, {"c,\\"": "ü}"}, [2]], "d": null}}';
const cases: readonly { path: (string | number)[]; at: string | undefined }[] = [
  { path: ['a'], at: '"a": {' },
  { path: ['a', 'd'], at: '"d": null' },
  { path: ['a', 'b', 0], at: '1, {' },
  { path: ['a', 'b', 1, 'c,"'], at: '"c,' },
  { path: ['a', 'b', 2, 0], at: '2]' },
  { path: ['a', 'missing', 'x'], at: '"a": {' },
  { path: ['a', 'b', 7], at: '"b": [' },
  { path: ['missing'], at: undefined },
];
for (const { path, at } of cases) {
  test(`JSON place of ${JSON.stringify(path)}`, () => {
    const bytes = Buffer.from(text);
    const found = locateJson(bytes, path);
    assert.equal(found, at === undefined ? undefined : bytes.indexOf(at));
  });
}
