// Several clusters in one run: an assessment each, one report, the worst exit status.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { clustersOf, collect, SourceError } from '../src/collect/index.ts';
import { readAndAssessAll } from '../src/commands/read.ts';
import type { Assessment } from '../src/model/assessment.ts';
import { formats } from '../src/report/formats.ts';
import { glacis } from './support/command.ts';
import { view } from './support/formats.ts';
import { csvRows, xmlElements } from './support/readers.ts';

const root = resolve(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'glacis-clusters-'));
after(() => rmSync(directory, { recursive: true }));

const pod = (name: string, spec: string = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec: {${spec}containers: [{name: c, image: i}]}\n`;
const files: Readonly<Record<string, string>> = { 'base/pod.yaml': pod('base'), 'clusters/prod/pod.yaml': pod('same', 'hostPID: true, '), 'clusters/test/pod.yaml': pod('same', 'hostPID: true, '), 'clusters/docs/README.md': '# words', 'clusters/note.yaml': pod('note') };
for (const [name, content] of Object.entries(files)) {
  mkdirSync(dirname(join(directory, 'repo', name)), { recursive: true });
  writeFileSync(join(directory, 'repo', name), content);
}
const clusters = join(directory, 'repo/clusters');

let several: readonly Assessment[];
before(async () => {
  several = await readAndAssessAll(['repo'], { cwd: directory, clusterPer: ['repo/clusters'], config: false });
});

async function written(format: string): Promise<string> {
  return [...(await (formats[format] ?? assert.fail())()).default.several(several, view)].join('');
}

test('clusters: --cluster-per makes one of each subdirectory, one of the rest, and none of a directory without objects', () => {
  assert.deepEqual(several.map(({ input }) => [input.name, input.objects]), [['prod', 1], ['test', 1], ['repo', 2]]);
});

test('clusters: files and directories together are one, whatever their number', () => {
  assert.deepEqual(clustersOf(['a', 'b.yaml', '-'], { cwd: directory }).map(({ name, parts }) => [name, parts.length]), [['a', 3]]);
});

test('clusters: two of one name are called by their sources', () => {
  assert.deepEqual(clustersOf(['kustomize:a/x', 'kustomize:b/x', 'helm:y', 'kustomize:a/x'], { cwd: directory }).map(({ name }) => name), ['kustomize:a/x', 'kustomize:b/x', 'y', 'kustomize:a/x #2']);
});

test('clusters: a directory to split that is under no source is refused', async () => {
  await assert.rejects(collect(['repo'], { cwd: directory, clusterPer: ['nowhere'] }), (error) => error instanceof SourceError && /--cluster-per nowhere/.test(error.message));
});

test('clusters: what asks about one cluster refuses several and names them', async () => {
  await assert.rejects(collect(['repo'], { cwd: directory, clusterPer: ['repo/clusters'] }), (error) => error instanceof SourceError && /these are 4 clusters \(docs, prod, test, repo\)/.test(error.message));
});

test('clusters: the JSON of several holds the report of each, and is as its schema says', async () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  for (const name of ['report-v1', 'reports-v1']) ajv.addSchema(JSON.parse(readFileSync(resolve(root, `schema/${name}.json`), 'utf8')) as object);
  const report = JSON.parse(await written('json')) as { schema: string; summary: { findings: { critical: number } }; clusters: unknown[] };
  assert.ok(ajv.validate('glacis.reports.v1', report), JSON.stringify(ajv.errors?.slice(0, 3)));
  assert.ok(!ajv.validate('glacis.reports.v1', { ...report, clusters: report.clusters.slice(0, 1) }));
  assert.deepEqual(report.clusters, JSON.parse(JSON.stringify(several)));
  assert.equal(await written('json'), `${JSON.stringify({ schema: report.schema, tool: several[0]?.tool, summary: report.summary, clusters: several }, null, 2)}\n`);
});

for (const format of Object.keys(formats)) {
  test(`clusters: ${format} names every cluster and the findings of each`, async () => {
    const text = await written(format);
    for (const { input } of several) assert.ok(text.includes(input.name), input.name);
    const lines = text.split('\n').filter((line) => /host-?PID|process list of its node/i.test(line));
    assert.ok(lines.length >= 2, lines.join('\n'));
  });
}

test('clusters: findings of one id in two clusters stay two', async () => {
  const [prod, other] = several;
  assert.deepEqual(prod?.findings.map(({ id }) => id), other?.findings.map(({ id }) => id));
  const issues = JSON.parse(await written('gitlab')) as { fingerprint: string }[];
  const total = several.reduce((sum, { findings }) => sum + findings.length, 0);
  assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, total);
  assert.equal(csvRows(await written('csv')).length, total + 1);
  const { runs } = JSON.parse(await written('sarif')) as { runs: { automationDetails: { id: string }; results: unknown[] }[] };
  assert.deepEqual(runs.map(({ automationDetails, results }) => [automationDetails.id, results.length]), several.map(({ input, findings }) => [`glacis/${input.name}/`, findings.length]));
  const suites = xmlElements(await written('junit')).filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes['name'] ?? '');
  assert.equal(new Set(suites).size, suites.length);
  assert.ok(suites.includes('prod workload'));
});

test('clusters: the command prints a line for each and ends with the worst status', () => {
  const split = ['scan', 'repo', '--cluster-per', 'repo/clusters', '--no-config'];
  const { status, stdout } = glacis(split, { cwd: directory });
  assert.equal(status, 0);
  assert.match(stdout, /^CLUSTERS {2}3\nprod {2}1 object: .*\ntest {2}1 object: .*\nrepo {2}2 objects: .*\n\n─+\nprod /);
  assert.equal(glacis([...split, '--fail-on', 'high'], { cwd: directory }).status, 1);
  assert.equal(glacis([...split, '--require', 'known'], { cwd: directory }).status, 3);
  assert.match(glacis(['threats', 'repo', '--cluster-per', 'repo/clusters', '--no-config'], { cwd: directory }).stdout, /^CLUSTERS {2}3\n/);
});

test('clusters: snapshots are one each, and one without objects ends with status 3 while the other is reported', () => {
  const file = join(directory, 'prod.glacis');
  assert.equal(glacis(['snapshot', join(clusters, 'prod'), '-o', file]).status, 0);
  const empty = join(directory, 'empty.glacis');
  writeFileSync(empty, '{"schema":"glacis.snapshot/v1","name":"empty","objects":0,"sources":[]}\n{"end":0}\n');
  const both = glacis(['scan', file, empty, '--no-config']);
  assert.equal(both.status, 3);
  assert.match(both.stdout, /^CLUSTERS {2}2\nprod {3}1 object: .*\nempty {2}no Kubernetes object found\n/);
  assert.match(both.stderr, /empty: no Kubernetes object found/);
  assert.match(glacis(['scan', file, clusters, '--no-config']).stdout, /^CLUSTERS {2}2\nprod {6}1 object: .*\nclusters {2}3 objects/);
});

test('clusters: a pipe of the shell is read once and still says where its fields stand', () => {
  const run = spawnSync('bash', ['-c', '"$0" bin/glacis.mjs scan --no-config <(cat "$1") --format csv', process.execPath, join(clusters, 'prod/pod.yaml')], { cwd: root, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /,\/dev\/fd\/\d+,4/);
});
