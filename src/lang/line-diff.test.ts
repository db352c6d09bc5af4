import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineDiff } from './line-diff.ts';

function told(before: string, after: string): string {
  return lineDiff(before.split(' '), after.split(' '), 1).map(({ sign, text, number }) => `${sign === 'same' ? ' ' : sign === 'added' ? '+' : '-'}${number ?? ''}${text}`).join(' ');
}

const rows: readonly (readonly [what: string, before: string, after: string, lines: string])[] = [
  ['nothing', 'a b c', 'a b c', ''],
  ['a line more', 'a b c d', 'a b x c d', ' 2b +x  3c'],
  ['a line less', 'a b c d', 'a b d', ' 2b -3c  4d'],
  ['another line', 'a b c', 'a x c', ' 1a -2b +x  3c'],
  ['two places', 'a b c d e f g', 'a x c d e y g', ' 1a -2b +x  3c  5e -6f +y  7g'],
  ['the first line', 'a b', 'x b', '-1a +x  2b'],
];
for (const [what, before, after, lines] of rows) test(`line diff: ${what}`, () => assert.equal(told(before, after), lines));
