import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Pairs } from './pairs.ts';

test('knows a pair once it was noted, at that certainty or a better one', () => {
  const asked = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(2 ** 26 - 1)), fc.boolean()), { maxLength: 3000 });
  fc.assert(fc.property(asked, (rows) => {
    const pairs = new Pairs();
    const naive = new Map<string, boolean>();
    rows.forEach(([from, to, certain]) => {
      const before = naive.get(`${from} ${to}`);
      assert.equal(pairs.has(from, to, certain), before !== undefined && (before || !certain));
      naive.set(`${from} ${to}`, certain || before === true);
    });
  }));
});
