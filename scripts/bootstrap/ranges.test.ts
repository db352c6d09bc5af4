import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, unfold, type Ranged, type Row } from './ranges.ts';

const order = (row: Row): readonly string[] => [String(row['name'])];
const cases: readonly (readonly [what: string, byMinor: readonly (readonly [number, readonly Row[]])[], folded: readonly Ranged[]])[] = [
  ['nothing', [], []],
  ['one minor', [[30, [{ name: 'b' }, { name: 'a' }]]], [{ from: 30, to: 30, name: 'a' }, { from: 30, to: 30, name: 'b' }]],
  ['unchanged, whatever the order of minors and keys', [[31, [{ name: 'a', x: 1 }]], [30, [{ x: 1, name: 'a' }]]], [{ from: 30, to: 31, x: 1, name: 'a' }]],
  ['changed', [[30, [{ name: 'a', x: 1 }]], [31, [{ name: 'a', x: 2 }]]], [{ from: 30, to: 30, name: 'a', x: 1 }, { from: 31, to: 31, name: 'a', x: 2 }]],
  ['gone and back', [[30, [{ name: 'a' }]], [31, [{ name: 'b' }]], [32, [{ name: 'a' }]]], [{ from: 30, to: 30, name: 'a' }, { from: 32, to: 32, name: 'a' }, { from: 31, to: 31, name: 'b' }]],
];
for (const [what, byMinor, folded] of cases) {
  test(`rows fold into ranges: ${what}`, () => {
    assert.deepEqual(fold(new Map(byMinor), order), folded);
    assert.deepEqual(fold(unfold(folded), order), folded);
  });
}

test('a minor that was not read is in no range', () => {
  const rows = [{ name: 'a' }];
  assert.deepEqual(fold(new Map([[30, rows], [32, rows]]), order), [{ from: 30, to: 30, name: 'a' }, { from: 32, to: 32, name: 'a' }]);
});
