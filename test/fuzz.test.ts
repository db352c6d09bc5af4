// The bounded part of the fuzz run; npm run fuzz is the whole.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { fuzz, seedsIn } from '../scripts/fuzz.ts';
import { collect } from '../src/collect/index.ts';
import { Random } from './support/random.ts';
import { tarOf } from './support/tar.ts';

const seeds = seedsIn([resolve(import.meta.dirname, '../examples')]);

test('fuzz: 1,500 mutated documents: no crash, no hang, every document accounted for', { timeout: 120_000 }, async () => {
  const { faults, objects, problems, skipped, judged } = await fuzz({ count: 1500, seed: 7, seeds, judgeEvery: 150 });
  assert.deepEqual(faults, []);
  // Not everything was broken beyond reading, and not everything was whole.
  assert.ok(objects > 500 && problems > 200 && skipped > 200 && judged === 10, JSON.stringify({ objects, problems, skipped, judged }));
});

test('fuzz: archives and snapshots with bytes changed give what can be read, or a problem, and never a crash', async () => {
  const random = new Random(3);
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
  const line = `${JSON.stringify({ object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }, origin: { file: 'a', line: 1, start: 0, end: 1, format: 'none' }, secret: { type: 'Opaque', keys: [{ name: 'k', bytes: 1, format: 'text', equality: 'v' }] } })}\n`;
  const wholes = [tarOf([{ name: 'a.yaml', content: map }, { name: `${'d/'.repeat(80)}b.yaml`, content: map }]), Buffer.from(`{"schema":"glacis.snapshot/v1","name":"x","objects":2,"sources":[]}\n${line}${line}{"end":2}\n`)];
  let read = 0;
  for (let round = 0; round < 1500; round++) {
    const bytes = Buffer.from(wholes[round % 2] ?? assert.fail());
    for (let times = 1 + random.below(5); times > 0; times--) bytes[random.below(bytes.length)] = random.below(256);
    const { objects, problems, skipped } = await collect(['-'], { stdin: bytes.subarray(0, random.below(4) === 0 ? random.below(bytes.length) + 1 : bytes.length) });
    assert.ok(objects.length + problems.length + skipped.length > 0);
    read += objects.length;
  }
  assert.ok(read > 500, String(read));
});
