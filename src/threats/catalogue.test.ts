import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threats } from './index.ts';

test('every threat says in whole sentences what the attacker does and has', () => {
  for (const { id, why } of threats) {
    assert.ok(why.length >= 60 && why.length <= 600, `${id}: ${why.length} characters`);
    assert.match(why, /^[A-Z0-9]/, id);
    assert.ok(why.endsWith('.'), `${id} does not end with a full stop`);
    assert.ok((why.match(/\.( |$)/g) ?? []).length >= 2, `${id} is a single sentence`);
    assert.doesNotMatch(why, / {2}|\n|\.\./, id);
  }
});

test('no two threats give the same reason', () => {
  const first = new Map<string, string>();
  for (const { id, why } of threats) {
    assert.equal(first.get(why), undefined, `${id} repeats ${first.get(why)}`);
    first.set(why, id);
  }
});

test('the reason is not the title, the precondition or the fix again', () => {
  for (const { id, why, title, presentWhen, fix } of threats) {
    for (const other of [title, presentWhen, fix]) assert.ok(!why.includes(other), id);
  }
});
