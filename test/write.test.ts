// Whoever reads a report finds the old one or the new one, whenever the writing ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, test } from 'node:test';
import { printChunks } from '../src/commands/print.ts';
import { Random } from './support/random.ts';

const directory = mkdtempSync(join(tmpdir(), 'glacis-write-'));
after(() => rmSync(directory, { recursive: true }));

const kills = 20;
const pieces = 40;
const piece = 'x'.repeat(100_000);

test(`write: ${kills} kills while a file is written leave the old or the new one`, async () => {
  const file = join(directory, 'report');
  const script = join(directory, 'write.ts');
  writeFileSync(script, `import { printChunks } from ${JSON.stringify(resolve(import.meta.dirname, '../src/commands/print.ts'))};
function* slow() { for (let i = 0; i < ${pieces}; i++) { yield 'x'.repeat(${piece.length}); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2); } }
process.stdout.write('go');
await printChunks(slow(), ${JSON.stringify(file)});
`);
  const random = new Random(7);
  const whole = piece.length * pieces;
  const seen = { old: 0, new: 0 };
  for (let round = 0; round < kills; round++) {
    writeFileSync(file, 'old');
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = new Promise((done) => child.once('close', done));
    await new Promise((done) => child.stdout.once('data', done));
    await sleep(random.next() * 250);
    child.kill('SIGKILL');
    await ended;
    const size = statSync(file).size;
    assert.ok(size === 3 || size === whole, `${size} bytes`);
    seen[size === 3 ? 'old' : 'new']++;
  }
  assert.ok(seen.old > 0, JSON.stringify(seen));
});

test('write: a report that fails on the way leaves the old file and nothing beside it', async () => {
  const own = mkdtempSync(join(directory, 'fail-'));
  const file = join(own, 'report');
  writeFileSync(file, 'old');
  const broken = function* (): Iterable<string> {
    yield piece;
    throw new Error('broken on the way');
  };
  await assert.rejects(printChunks(broken(), file), /broken on the way/);
  assert.deepEqual([readFileSync(file, 'utf8'), readdirSync(own)], ['old', ['report']]);
});

test('write: the mode of a file stays, a link still leads to its file, and a device is written to', async () => {
  const file = join(directory, 'private');
  writeFileSync(file, 'old');
  chmodSync(file, 0o600);
  const link = join(directory, 'link');
  symlinkSync(file, link);
  await printChunks(['new'], link);
  assert.deepEqual([readFileSync(file, 'utf8'), statSync(file).mode & 0o777], ['new', 0o600]);
  await printChunks(['nothing'], '/dev/null');
  assert.ok(existsSync('/dev/null') && !statSync('/dev/null').isFile());
});

test('write: pieces come out in order and whole', async () => {
  const file = join(directory, 'ordered');
  const texts = Array.from({ length: 5000 }, (_, index) => `${index}äö€\n`);
  await printChunks(texts, file);
  assert.equal(readFileSync(file, 'utf8'), texts.join(''));
});
