import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
let built = false;

/** Compiles `dist` once in a run of the tests. Not in a hook: a hook that fails would fail every test of every file. */
export function build(): void {
  if (built) return;
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  built = true;
}

/** Runs the built command, in the root of the project where no other directory is given. */
export function glacis(args: readonly string[], { input, env = {}, cwd = root }: { readonly input?: string; readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {}): SpawnSyncReturns<string> {
  build();
  return spawnSync(process.execPath, [resolve(root, 'bin/glacis.mjs'), ...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, COLUMNS: '80', ...env }, ...(input === undefined ? {} : { input }) });
}
