// A few of the kills that npm run kills makes by the hundred.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kills } from '../scripts/kills.ts';
import { glacis } from './support/command.ts';

test('kills: reports and snapshots are the old ones or the new ones, whenever the command is killed', { timeout: 120_000 }, async () => {
  assert.equal(glacis(['--version']).status, 0);
  const { between, old, new: written } = await kills(9, 5);
  assert.deepEqual(between, []);
  assert.ok(old > 0 && old + written === 9);
});
