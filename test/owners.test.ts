// Findings by who answers for them.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Finding } from '../src/model/assessment.ts';
import { glacis } from './support/command.ts';

const directory = mkdtempSync(join(tmpdir(), 'glacis-owners-'));
const pod = (namespace: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: ${namespace}}\nspec: {hostPID: true, containers: [{name: c, image: d}]}\n`;

for (const name of ['.git', '.github', 'deploy/pay', 'deploy/web', 'deploy/free']) mkdirSync(join(directory, name), { recursive: true });
writeFileSync(join(directory, '.github/CODEOWNERS'), '/deploy/pay/ @pay\n/deploy/web/ @web @org/front\n');
for (const name of ['pay', 'web', 'free']) writeFileSync(join(directory, 'deploy', name, 'pod.yaml'), pod(name));
writeFileSync(join(directory, 'deploy', 'namespaces.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: pay, labels: {team: money}}\n');

after(() => rmSync(directory, { recursive: true }));

const run = (cwd: string, ...args: readonly string[]): ReturnType<typeof glacis> => glacis(['scan', '.', '--select', 'host-pid', ...args], { cwd: join(directory, cwd) });
const owners = (stdout: string): readonly unknown[] => (JSON.parse(stdout) as { findings: Finding[] }).findings.map(({ object, owners: all }) => [object.namespace, all] as const).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));

test('owners: by the CODEOWNERS of the repository, from its root and from below', () => {
  const expected = [['free', []], ['pay', ['@pay']], ['web', ['@web', '@org/front']]];
  assert.deepEqual(owners(run('.', '--group-by', 'codeowners', '--format', 'json').stdout), expected);
  assert.deepEqual(owners(run('deploy', '--group-by', 'codeowners', '--format', 'json').stdout), expected);
});

test('owners: by a label of the namespace', () => {
  assert.deepEqual(owners(run('.', '--group-by', 'label:team', '--format', 'json').stdout), [['free', []], ['pay', ['money']], ['web', []]]);
});

test('owners: nobody asked, nothing is said', () => {
  const { findings } = JSON.parse(run('.', '--format', 'json').stdout) as { findings: Finding[] };
  assert.ok(findings.length > 0 && findings.every((finding) => !('owners' in finding)));
});

test('owners: the screen, the table and the comment have a part for each', () => {
  const screen = run('.', '--group-by', 'codeowners').stdout;
  for (const owner of ['@pay', '@web', '@org/front', 'NOBODY']) assert.match(screen, new RegExp(`OF ${owner}\\n+FINDINGS  1 on 1 object`), owner);
  assert.match(run('.', '--group-by', 'codeowners', '--format', 'csv').stdout, /^[^\n]*,owners\n/);
  assert.match(run('.', '--group-by', 'codeowners', '--format', 'markdown').stdout, /### `@pay`/);
  assert.match(run('.', '--group-by', 'codeowners', '--all').stdout, /OF @pay/);
});

test('owners: what cannot be grouped by is an error that says what can', () => {
  for (const word of ['team', 'label:', 'codeowners=nowhere']) {
    const { status, stderr } = run('.', '--group-by', word);
    assert.equal(status, 2, word);
    assert.match(stderr, /codeowners/, word);
  }
});
