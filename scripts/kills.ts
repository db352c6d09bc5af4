// Kills the command while it writes reports and snapshots: whoever reads the file finds the old one or the new one, never a part.
//
//   npm run kills -- [COUNT]        500 where none is given; build first
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../test/support/random.ts';

const root = resolve(import.meta.dirname, '..');

export interface KillResult {
  readonly old: number;
  readonly new: number;
  /** Left beside the file by a process that was killed; nobody takes it for the file. */
  readonly parts: number;
  readonly between: readonly string[];
}

const commands: readonly (readonly string[])[] = [['snapshot', 'examples/shop', '-o'], ['scan', 'examples/shop', '--format', 'json', '--output'], ['scan', 'examples/shop', '--format', 'sarif', '--output']];

/** Kills each command at a moment of its time, `count` times in all. */
export async function kills(count: number, seed: number): Promise<KillResult> {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-kills-'));
  const random = new Random(seed);
  const seen = { old: 0, new: 0, parts: 0 };
  const between: string[] = [];
  try {
    const wholes: { readonly bytes: Buffer; readonly took: number; readonly writes: number }[] = [];
    for (const command of commands) wholes.push(await whole(command, join(directory, 'whole')));
    for (let round = 0; round < count; round++) {
      const kind = round % commands.length;
      const [command, expected] = [commands[kind], wholes[kind]];
      if (!command || !expected) break;
      const file = join(directory, 'file');
      writeFileSync(file, 'old');
      const child = spawn(process.execPath, ['bin/glacis.mjs', ...command, file], { cwd: root, stdio: 'ignore' });
      const ended = new Promise((done) => child.once('close', done));
      // Most of the time goes by before the first byte is written: half the kills wait for that.
      if (round % 2 === 0) await Promise.race([ended, sleep(random.next() * expected.took * 1.2)]);
      else await Promise.race([ended, appears(directory).then(() => sleep(random.next() * 2 * expected.writes))]);
      child.kill('SIGKILL');
      await ended;
      const bytes = readFileSync(file);
      if (bytes.toString('latin1') === 'old') seen.old++;
      else if (bytes.equals(expected.bytes)) seen.new++;
      else between.push(`${command.join(' ')}: ${bytes.length} bytes`);
      for (const name of readdirSync(directory).filter((each) => each.endsWith('.part'))) {
        seen.parts++;
        rmSync(join(directory, name));
      }
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return { ...seen, between };
}

async function whole(command: readonly string[], file: string): Promise<{ bytes: Buffer; took: number; writes: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ['bin/glacis.mjs', ...command, file], { cwd: root, stdio: 'ignore' });
  let first = started;
  void appears(resolve(file, '..')).then(() => {
    first = performance.now();
  });
  await new Promise((done) => child.once('close', done));
  const ended = performance.now();
  return { bytes: readFileSync(file), took: ended - started, writes: first === started ? 20 : ended - first };
}

/** Until a file is being written in the directory. */
async function appears(directory: string): Promise<void> {
  for (let waits = 0; waits < 20_000; waits++) {
    if (readdirSync(directory).some((name) => name.endsWith('.part'))) return;
    await sleep(1);
  }
}

if (import.meta.main) {
  const result = await kills(Number(process.argv[2] ?? 500), 1);
  console.log(JSON.stringify(result));
  if (result.between.length > 0 || result.old === 0) process.exitCode = 1;
}
