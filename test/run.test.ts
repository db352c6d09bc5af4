import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const entry = resolve(import.meta.dirname, 'run.ts');
const cases: { name: string; files: Record<string, string>; fails: boolean }[] = [
  { name: 'a passing file passes', files: { 'a.test.ts': "import {test} from 'node:test'; test('a', () => {});" }, fails: false },
  { name: 'a failing test fails', files: { 'a.test.ts': "import {test} from 'node:test'; test('a', () => { throw new Error('no'); });" }, fails: true },
  { name: 'a throw after the first test fails', files: { 'a.test.ts': "import {test} from 'node:test'; test('a', () => {}); throw new Error('late');" }, fails: true },
  { name: 'process.exit(0) in a test fails', files: { 'a.test.ts': "import {test} from 'node:test'; test('a', () => { process.exit(0); });" }, fails: true },
  { name: 'no test file fails', files: {}, fails: true },
];
for (const { name, files, fails } of cases) {
  test(`test entry: ${name}`, () => {
    const root = mkdtempSync(join(tmpdir(), 'glacis-entry-'));
    mkdirSync(join(root, 'src'));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(root, 'src', file), text);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const run = spawnSync(process.execPath, [entry], { env: { ...env, GLACIS_TEST_ROOT: root }, encoding: 'utf8' });
    rmSync(root, { recursive: true });
    assert.equal(run.status !== 0, fails, run.stdout + run.stderr);
  });
}
