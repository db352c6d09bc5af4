// Runs glacis and whichever of its peers are on the PATH, turn by turn, and prints what each took and how it ended.
//   node bench/peers.ts DIR [DIR...]      scans with default rules and output; --runs N, --seconds N, --only NAME,NAME
//   node bench/peers.ts --cases           the small cases of test/peers: right, missed, false alarm, not judged; with --checks what each reports
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { caseFile, cases, judge, type Case } from './peers/cases.ts';
import { checksIn, placeOf, tools, versionOf, type Tool } from './peers/tools.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { cases: { type: 'boolean' }, checks: { type: 'boolean' }, runs: { type: 'string', default: '3' }, seconds: { type: 'string', default: '900' }, only: { type: 'string' } } });
const only = values.only?.split(',');
const here = tools.filter(({ name, program }) => (only === undefined || only.includes(name)) && placeOf(program) !== undefined);

interface Taken {
  readonly processor: number;
  readonly wall: number;
  readonly megabytes: number;
  readonly status: string;
}

/** What one scan took, by GNU time, which counts all processes of a tool; of its memory, that of the largest. */
function taken({ scan }: Tool, folder: string): Taken {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-peers-'));
  try {
    const manifests = globSync('**/*.{yaml,yml,json}', { cwd: folder }).map((file) => join(folder, file)).toSorted();
    const file = join(directory, 'time');
    const { error } = spawnSync('/usr/bin/time', ['-f', '%U %S %e %M %x', '-o', file, 'timeout', values.seconds, ...scan(folder, manifests)], { stdio: 'ignore' });
    if (error) throw new Error(`GNU time is needed: ${error.message}`);
    const [user = 0, system = 0, wall = 0, kilobytes = 0, status = 0] = (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    return { processor: user + system, wall, megabytes: kilobytes / 1024, status: status === 124 ? `ended after ${values.seconds} s` : String(status) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
}

function row(...cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function times(folder: string): void {
  const runs = new Map<Tool, readonly Taken[]>(here.map((tool) => [tool, []]));
  const loads = [loadavg()[0] ?? 0];
  for (let turn = 0; turn < Number(values.runs); turn++) {
    for (const [tool, before] of runs) {
      // What was ended once is not tried again.
      if (before.some(({ status }) => status.startsWith('ended'))) continue;
      runs.set(tool, [...before, taken(tool, resolve(folder))]);
      loads.push(loadavg()[0] ?? 0);
    }
  }
  console.log(`\n${folder}, medians of ${values.runs}, ${cpus().length} cores, load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}\n`);
  row('tool', 'processor', 'wall', 'peak', 'exit status');
  row('---', '---', '---', '---', '---');
  for (const [{ name }, list] of runs) row(name, `${median(list.map(({ processor }) => processor)).toFixed(2)} s`, `${median(list.map(({ wall }) => wall)).toFixed(2)} s`, `${median(list.map(({ megabytes }) => megabytes)).toFixed(0)} MB`, [...new Set(list.map(({ status }) => status))].join(', '));
}

function caseTable(): void {
  const asked = here.filter(({ checks }) => checks !== undefined);
  const found = (tool: Tool, file: string): readonly string[] => checksIn(tool, caseFile(file));
  row('case', ...asked.map(({ name }) => name));
  row('---', ...asked.map(() => '---'));
  for (const each of cases) row(each.file, ...asked.map((tool) => cell(each, tool.name, found(tool, each.file), (file) => found(tool, file))));
}

function cell(each: Case, tool: string, found: readonly string[], other: (file: string) => readonly string[]): string {
  const verdict = judge(each, tool, found, other);
  return values.checks ? `${verdict}: ${found.join(' ')}` : verdict;
}

console.log(here.map((tool) => `${tool.name} ${versionOf(tool)}`).join(', '));
if (values.cases) caseTable();
for (const folder of positionals) times(folder);
