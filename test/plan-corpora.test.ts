// A plan of every real tree: what it says is left is left, and nothing is opened.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Cluster } from '../src/cluster/cluster.ts';
import { collect } from '../src/collect/index.ts';
import { PlanningGraph } from '../src/plan/planning-graph.ts';
import { sharedPath, withShared } from './support/shared.ts';

async function checked(source: string): Promise<void> {
  const cluster = Cluster.from(await collect([source]));
  const { changes, remaining, before, after: left, pathsOpened, lockedOut, cost, lowerBound, optimal } = PlanningGraph.of(cluster).planned({});
  assert.deepEqual([pathsOpened, lockedOut, optimal, lowerBound], [0, [], true, cost]);
  assert.equal(left.pairs, remaining.length);
  assert.ok(left.pairs < before.pairs || changes.length === 0);
  for (const { why, from, to } of remaining) assert.ok(why.length > 0, `${from} to ${to}: nothing says why it stays`);
}

for (const example of ['shop', 'shop-hardened']) test(`plan of examples/${example}`, () => checked(join(import.meta.dirname, '../examples', example)));

for (const archive of ['corpora/manifests.tar.xz', 'corpora/clusters/must-gather-metal.tar.xz']) {
  withShared(archive, () => {
    const directory = mkdtempSync(join(tmpdir(), 'glacis-plan-'));
    after(() => rmSync(directory, { recursive: true }));
    const { status, stderr } = spawnSync('tar', ['-xJf', sharedPath(archive) ?? '', '-C', directory], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    for (const name of readdirSync(directory)) test(`plan of ${name}`, () => checked(join(directory, name)));
  });
}
