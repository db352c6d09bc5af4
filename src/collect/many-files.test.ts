import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../../test/support/tar.ts';
import { readArchive } from './archive/read-archive.ts';
import { Collector } from './collector.ts';
import { collect, type Progress } from './index.ts';
import { resolveSource } from './sources.ts';

const count = 3000;
const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\n`;
const directory = mkdtempSync(join(tmpdir(), 'glacis-many-'));
after(() => rmSync(directory, { recursive: true }));
for (let number = 0; number < count; number++) {
  const folder = join(directory, 'tree', `d${number % 10}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `m${number}.${number % 2 === 0 ? 'yaml' : 'json'}`), number % 2 === 0 ? map(`m${number}`) : JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `m${number}`, namespace: 'shop' } }));
}
const packed = gzipSync(tarOf(Array.from({ length: count }, (_, number) => ({ name: `d${number % 10}/m${number}.yaml`, content: map(`m${number}`) }))));
const every = Array.from({ length: count }, (_, number) => `m${number}`).toSorted();

test('many files: every file of a directory is read, and how many were found is told while it is walked', async () => {
  const told: Progress[] = [];
  const snapshot = await collect(['tree'], { cwd: directory, onProgress: (progress) => told.push(progress) });
  assert.deepEqual(snapshot.objects.map(({ metadata }) => metadata.name).toSorted(), every);
  assert.deepEqual([snapshot.problems, snapshot.skipped], [[], []]);
  assert.deepEqual(told.flatMap(({ found }) => found ?? []), [1000, 2000, 3000]);
  assert.deepEqual(told.at(-1), { files: count, objects: count, file: 'tree/d9/m999.json' });
});

test('many files: every entry of an archive is read, and each is told', async () => {
  writeFileSync(join(directory, 'tree.tar.gz'), packed);
  const told: number[] = [];
  const snapshot = await collect(['tree.tar.gz'], { cwd: directory, onProgress: ({ files }) => told.push(files) });
  assert.deepEqual(snapshot.objects.map(({ metadata }) => metadata.name).toSorted(), every);
  assert.deepEqual([snapshot.problems, snapshot.skipped], [[], []]);
  assert.deepEqual([told.length, told.at(-1)], [count, count]);
});

test('many files: a directory or a pattern of more than are looked at says so (the rest was lost without a word)', () => {
  for (const source of ['tree', 'tree/*/*']) {
    assert.deepEqual(resolveSource(source, { cwd: directory, most: count }).problems, []);
    const { files, problems } = resolveSource(source, { cwd: directory, most: count - 1 });
    assert.equal(files.length, count - 1);
    assert.deepEqual(problems.map(({ file, message }) => [file, message]), [[source, `more than ${count - 1} files: the rest was not read, and what it holds was not judged`]]);
  }
});

test('many files: what is no manifest counts too, so that a walk ends', () => {
  mkdirSync(join(directory, 'texts'), { recursive: true });
  for (let number = 0; number < 20; number++) writeFileSync(join(directory, 'texts', `t${number}.txt`), 'x');
  const { skipped, problems } = resolveSource('texts', { cwd: directory, most: 10 });
  assert.deepEqual([skipped.length, problems.length], [10, 1]);
});

test('many files: an archive of more than are read says so, and keeps what came before', async () => {
  const collector = new Collector(undefined);
  await readArchive('tree', packed, { packing: 'gzip', is: 'tar' }, collector, { most: count - 1 });
  const { objects, problems } = collector.snapshot();
  assert.equal(objects.length, count - 1);
  assert.deepEqual(problems.map(({ message }) => message), [`it holds more than ${count - 1} files: the rest was not read`]);
  const whole = new Collector(undefined);
  await readArchive('tree', packed, { packing: 'gzip', is: 'tar' }, whole, { most: count });
  assert.deepEqual(whole.snapshot().problems, []);
});
