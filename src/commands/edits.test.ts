import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectRef } from '../model/object.ts';
import { diffIn } from './edits.ts';

const secret = 'Kq7-planted-Zx3';
const ref: ObjectRef = { apiGroup: 'apps', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'n', name: 'd' };
const args = (...more: readonly string[]): readonly string[] => ['--port=80', `--password=${secret}`, ...more];

test('edits: a list that gets shorter is shown without the credentials that were in it and stay', () => {
  const [shown] = diffIn(new Map())([{ ref, path: ['spec', 'args'], from: args('--webhook'), to: args() }]);
  assert.deepEqual(shown?.lines.map((line) => [line.slice(0, 13), line.includes('--port=80'), line.includes(secret)]), [['- spec.args: ', true, false], ['+ spec.args: ', true, false]]);
});
