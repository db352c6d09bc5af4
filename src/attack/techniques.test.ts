import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { test } from 'node:test';
import { techniqueRegistry } from '../../scripts/registry.ts';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { AttackGraph } from './attack-graph.ts';
import { stepsFrom } from './one-step.ts';
import { techniques } from './registry.ts';
import type { Example } from './technique.ts';

test('the registry of techniques is current', () => {
  assert.equal(readFileSync(resolve(import.meta.dirname, 'registry.ts'), 'utf8'), techniqueRegistry());
});

/** What the example has of the technique between its ends. */
function verdictOf(id: string, { objects, from, to, version }: Example): string {
  const graph = AttackGraph.of(Cluster.from(collectText(objects).snapshot, version === undefined ? {} : { kubernetesVersion: version }));
  const seeds = graph.model.id(from) === undefined && !from.startsWith('container:') ? [] : graph.seedsOf(from);
  const steps = seeds.flatMap((seed) => stepsFrom(graph.model, seed)).filter((step) => step.to === to && step.via.has(id));
  if (steps.length > 0) return steps.some(({ verdict }) => verdict === 'certain') ? 'present' : 'unknown';
  // What needs something else of one's own first is a path.
  const paths = seeds.length === 0 || graph.model.id(to) === undefined ? [] : graph.pathsBetween(seeds, to, 'possible', 20).found.filter((path) => path.steps.some((step) => step.technique.id === id && [step.from, ...step.also].includes(from)));
  return paths.some(({ verdict }) => verdict === 'certain') ? 'present' : paths.length > 0 ? 'unknown' : 'absent';
}

for (const { id, examples, title, why, detects, removes, aliases } of techniques) {
  for (const verdict of ['present', 'absent', 'unknown'] as const) {
    examples[verdict].forEach((example, index) => {
      test(`${id}: ${verdict} example ${index + 1}`, () => assert.equal(verdictOf(id, example), verdict));
    });
  }
  test(`${id}: has texts, and examples of both kinds`, () => {
    assert.ok(examples.present.length + examples.unknown.length > 0 && examples.absent.length > 0);
    for (const text of [title, why, detects, removes]) assert.ok(text.length > 5, text);
    assert.match(aliases[0] ?? '', /^[A-K]\d+$/);
    assert.equal(id, `technique/${basename(id)}`);
  });
}

for (const { id, examples: { present, unknown } } of techniques) {
  const [example] = [...present, ...unknown].filter(({ from }) => from.startsWith('container:'));
  if (!example) continue;
  test(`${id}: what is said to be reached has a path that leads there`, () => {
    const graph = AttackGraph.of(Cluster.from(collectText(example.objects).snapshot));
    for (const { to, verdict } of graph.reach(example.from)) {
      if (!/^(container|node|cluster-admin|all-secrets|etcd|serviceaccount)/.test(to)) continue;
      const [path] = graph.paths({ from: example.from, to, limit: 1 });
      assert.equal(path?.verdict, verdict, `${example.from} to ${to}`);
    }
  });
}
