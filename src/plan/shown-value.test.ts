import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectRef } from '../model/object.ts';
import { undoOf } from './commands.ts';
import { editOf } from './edits.ts';
import { isOpen, shownValue } from './shown-value.ts';

const secret = 'Kq7-planted-Zx3';
const planted: readonly unknown[] = [
  [{ name: 'DB_PASSWORD', value: secret }],
  { env: [{ name: 'URL', value: `postgres://user:${secret}@db/x` }] },
  ['--token', secret],
  [`--password=${secret}`],
  `password=${secret}`,
];
const open: readonly unknown[] = [[{ name: 'db-token', mountPath: '/run/token' }], { secretName: 'web-tls' }, ['secrets', 'configmaps'], { kind: 'Secret', name: 'auth' }, null, 3, true, [], ''];

test('plan: what could be a credential is masked where a part of an object is printed, all else is not', () => {
  for (const value of planted) assert.ok(!JSON.stringify(shownValue(value)).includes(secret) && !isOpen(value), JSON.stringify(value));
  for (const value of open) assert.ok(isOpen(value), JSON.stringify(value));
});

test('plan: no edit and no way back repeats a credential', () => {
  const ref: ObjectRef = { apiGroup: '', kind: 'Pod', namespace: 'n', name: 'p' };
  for (const from of planted) {
    const change = { ref, path: ['spec', 'x'], from, to: null };
    // A list that gets shorter changes as a whole: what stays in it is printed as well.
    for (const each of [change, { ...change, from: null, to: from }]) assert.ok(!JSON.stringify(editOf(each)).includes(secret));
    assert.ok(!undoOf([change]).includes(secret));
  }
  assert.match(undoOf([{ ref, path: ['spec', 'x'], from: open[0], to: null }]), /^kubectl patch pod p -n n .*"mountPath":"\/run\/token"/);
});
