// Chains that a generator of clusters planted and describes: each is found, step by step, and counted by `glacis paths`.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { AttackGraph } from '../src/attack/attack-graph.ts';
import { overviewOf } from '../src/attack/overview.ts';
import { Cluster } from '../src/cluster/cluster.ts';
import { collect } from '../src/collect/index.ts';
import { sharedPath, withShared } from './support/shared.ts';

interface Chain {
  readonly id: string;
  readonly steps: readonly string[];
}

/** The end that a planted step tells of; undefined where it only says how the next one is reached. */
function endIn(step: string): ((end: string) => boolean) | undefined {
  const named = (kind: string): string | undefined => new RegExp(`\\b${kind} ([\\w.-]+/[\\w.-]+)`).exec(step)?.[1];
  if (step === 'cluster-admin') return (end) => end === step;
  if (step.startsWith('root on ')) return (end) => end.startsWith('node:');
  // To read a Secret with a token and to use it is one step.
  const [account, deployment] = ['ServiceAccount', 'Deployment'].map(named);
  if (account !== undefined) return (end) => end === `serviceaccount:${account}`;
  return deployment === undefined ? undefined : (end) => end.startsWith(`container:${deployment}/`);
}

/** Goes along the steps of a chain, and returns the ends of it; empty from where one is not found. */
function follow(graph: AttackGraph, steps: readonly string[]): readonly (readonly string[])[] {
  let from: readonly string[] = ['internet'];
  return steps.flatMap((step) => {
    const isNext = endIn(step);
    if (!isNext) return [];
    from = [...new Set(from.flatMap((end) => graph.steps(end).map(({ to }) => to).filter(isNext)))];
    return [from];
  });
}

withShared('tools/generate-cluster.mjs', () => {
  const out = mkdtempSync(join(tmpdir(), 'glacis-planted-'));
  after(() => rmSync(out, { recursive: true }));
  const described = execFileSync(process.execPath, [sharedPath('tools/generate-cluster.mjs') ?? '', '--pods', '1000', '--seed', '1', '--out', out, '--format', 'json', '--describe'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const { chains } = JSON.parse(described) as { readonly chains: readonly Chain[] };

  test('planted chains: each is found step by step, and its workload is among those that reach cluster-admin', async () => {
    const snapshot = await collect([out]);
    const graph = AttackGraph.of(Cluster.from(snapshot));
    const counted = new Set(overviewOf(graph.model, 'possible').ways.filter(({ kind, goal }) => kind === 'container' && goal === 'cluster-admin').flatMap(({ sources }) => sources));
    assert.ok(chains.length >= 5, `only ${chains.length} chains`);
    for (const { id, steps } of chains) {
      const ends = follow(graph, steps);
      assert.ok(ends.length >= 3, `${id}: ${steps.join('; ')}`);
      for (const [at, found] of ends.entries()) assert.ok(found.length > 0, `${id}: stop ${at + 1} of ${steps.join('; ')} after ${ends[at - 1]?.join() ?? 'the internet'}`);
      assert.ok(ends[0]?.some((end) => counted.has(end)), `${id}: ${ends[0]?.join()} is not counted`);
    }
  });
});
