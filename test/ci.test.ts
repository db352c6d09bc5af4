// The files that pipelines include, run as a pipeline runs them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { readYaml } from '../src/lang/yaml/read.ts';
import { programOf } from '../src/commands/program.ts';
import { toolVersion } from '../src/version.ts';
import { glacis } from './support/command.ts';

const root = resolve(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'glacis-ci-'));
after(() => rmSync(directory, { recursive: true }));

function yaml<T>(file: string): T {
  const { value, problems } = readYaml(readFileSync(resolve(root, file), 'utf8'));
  assert.deepEqual(problems, []);
  return value as T;
}

interface Action {
  inputs: Record<string, { description: string; default: string }>;
  runs: { steps: { name?: string; run?: string; env?: Record<string, string> }[] };
}
const action = yaml<Action>('action.yml');
const step = action.runs.steps.find(({ name }) => name === 'Scan') ?? assert.fail();

/** The step of the action as a runner runs it, with those inputs beside the defaults. */
function runAction(inputs: Record<string, string>): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  assert.equal(glacis(['--version']).status, 0);
  const values: Record<string, string> = { 'github.action_path': root, ...Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, inputs[name] ?? input.default])) };
  const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, text.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, key: string) => values[key] ?? assert.fail(key))]));
  const path = `${resolve(process.execPath, '..')}:${process.env['PATH']}`;
  const script = join(directory, 'step.sh');
  writeFileSync(script, step.run ?? '');
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], { cwd: root, encoding: 'utf8', env: { ...process.env, ...env, PATH: path, RUNNER_TEMP: directory, GITHUB_STEP_SUMMARY: join(directory, 'summary.md') } });
}

test('ci: the action annotates, writes a summary and SARIF, and fails where it should', () => {
  const sarif = join(directory, 'a b.sarif');
  const run = runAction({ source: 'examples/shop/deploy\n\nexamples/shop/cluster\n', sarif });
  assert.equal(run.status, 1, run.stderr);
  assert.match(run.stdout, /^::error file=examples\/shop\/deploy\//);
  assert.match(readFileSync(join(directory, 'summary.md'), 'utf8'), /^## Glacis: /);
  assert.ok(existsSync(sarif));
});

test('ci: the action is quiet where nothing is new, and takes every input', () => {
  const report = join(directory, 'before.json');
  assert.equal(runAction({ source: 'examples/shop', 'fail-on': '', report }).status, 0);
  assert.equal(runAction({ source: 'examples/shop', 'fail-on': 'low', baseline: report, select: 'cis-2.0', 'kubernetes-version': '1.34' }).status, 0);
  assert.equal(runAction({ source: 'examples/shop', config: 'no-such.yaml' }).status, 2);
});

test('ci: an input is never run as a script', () => {
  const mark = join(directory, 'mark');
  assert.equal(runAction({ source: `$(touch ${mark})` }).status, 3);
  assert.equal(runAction({ select: `'; touch ${mark}; '` }).status, 2);
  assert.ok(!existsSync(mark));
  for (const { run } of action.runs.steps) assert.doesNotMatch(run ?? '', /\$\{\{/);
});

test('ci: every input of the action is described and used', () => {
  for (const [name, { description }] of Object.entries(action.inputs)) {
    assert.ok(description.length > 10, name);
    assert.ok(Object.values(step.env ?? {}).some((text) => text.includes(`inputs.${name} `)), name);
  }
});

test('ci: the GitLab job writes the reports that it hands over', () => {
  const { glacis: job } = yaml<{ glacis: { variables: Record<string, string>; script: string[]; artifacts: { reports: Record<string, string> } } }>('templates/glacis.gitlab-ci.yml');
  assert.equal(job.variables['GLACIS_PACKAGE'], `glacis@${toolVersion}`);
  // In the place of npx stands what it would run.
  const npx = join(directory, 'npx');
  writeFileSync(npx, `#!/bin/bash\n[[ "$1 $2 $3 $4 $5" == "--yes --package glacis@${toolVersion} -- glacis" ]] || exit 99\nshift 5\nexec '${process.execPath}' '${resolve(root, 'bin/glacis.mjs')}' "$@"\n`);
  chmodSync(npx, 0o755);
  const env = { ...process.env, ...job.variables, GLACIS_SOURCE: resolve(root, 'examples/shop'), PATH: `${directory}:${process.env['PATH']}` };
  const run = spawnSync('bash', ['-e', '-c', job.script.join('\n')], { cwd: directory, encoding: 'utf8', env });
  assert.equal(run.status, 1, run.stderr);
  for (const file of Object.values(job.artifacts.reports)) assert.ok(readFileSync(join(directory, file), 'utf8').length > 1000, file);
});

test('ci: the pre-commit hook is a command line that scan takes', () => {
  const [hook] = yaml<{ entry: string; args: string[]; pass_filenames: boolean; language: string }[]>('.pre-commit-hooks.yaml');
  assert.ok(hook && hook.language === 'node' && !hook.pass_filenames);
  const [program, ...words] = [...hook.entry.split(' '), ...hook.args];
  assert.equal(program, 'glacis');
  const run = glacis(words, { cwd: resolve(root, 'examples/shop') });
  assert.deepEqual([run.status, /FINDINGS/.test(run.stdout)], [1, true], run.stderr);
});

test('ci: every command line of docs/ci.md, docs/formats.md and docs/decisions.md has options that there are', () => {
  const program = programOf(() => undefined);
  let lines = 0;
  for (const page of ['ci', 'formats', 'decisions']) {
    for (const [, name = '', rest = ''] of readFileSync(resolve(root, `docs/${page}.md`), 'utf8').matchAll(/\bglacis (scan|diff|init|explain|threats)\b([^\n`]*)/g)) {
      const known = program.commands.find((each) => each.name() === name)?.options.flatMap(({ long }) => long ?? []) ?? [];
      for (const [option] of rest.matchAll(/--[a-z-]+/g)) assert.ok(known.includes(option), `${page}: glacis ${name}${rest}`);
      lines++;
    }
  }
  assert.ok(lines > 10, String(lines));
});
