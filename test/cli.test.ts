import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { before, test } from 'node:test';

const root = resolve(import.meta.dirname, '..');

before(() => {
  const build = spawnSync(process.execPath, [resolve(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root, encoding: 'utf8' });
  assert.equal(build.status, 0, build.stdout + build.stderr);
  assert.ok(existsSync(resolve(root, 'dist/main.js')));
});

function glacis(args: readonly string[], input?: string): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [resolve(root, 'bin/glacis.mjs'), ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, COLUMNS: '80' }, ...(input === undefined ? {} : { input }) });
}

const statuses: readonly { name: string; args: readonly string[]; input?: string; status: number; says: RegExp }[] = [
  { name: 'the example is scanned', args: ['scan', 'examples/shop'], status: 0, says: /ClusterRoleBinding ci-deployer +grants every right/ },
  { name: '--fail-on is met', args: ['scan', 'examples/shop', '--fail-on', 'critical'], status: 1, says: /critical/ },
  { name: 'an unknown option is an error', args: ['scan', '--fial-on', 'high'], status: 2, says: /unknown option/ },
  { name: 'a wrong severity is an error', args: ['scan', 'examples/shop', '--fail-on', 'hihg'], status: 2, says: /no severity/ },
  { name: 'a missing path is an error', args: ['scan', 'examples/nothing'], status: 3, says: /no such file or directory/ },
  { name: 'a misspelt id names the nearest', args: ['explain', 'privilegd'], status: 2, says: /Did you mean privileged/ },
  { name: 'a threat is explained', args: ['explain', 'KUB-04'], status: 0, says: /threat\/KUB-04/ },
  { name: 'a recommendation is explained', args: ['explain', 'nsa/P11'], status: 0, says: /our split and numbering/ },
  { name: 'can answers yes with the binding', args: ['can', 'list', 'secrets', 'examples/shop', '-A', '--as', 'system:serviceaccount:monitoring:grafana'], status: 0, says: /^yes .*grafana-clusterrole/ },
  { name: 'can answers no', args: ['can', 'delete', 'nodes', 'examples/shop', '-A', '--as', 'system:serviceaccount:monitoring:grafana'], status: 1, says: /^no / },
  { name: 'who-can lists subjects, bindings and roles', args: ['who-can', 'list', 'secrets', 'examples/shop', '-A'], status: 0, says: /ServiceAccount monitoring\/grafana +ClusterRoleBinding grafana-clusterrolebinding +ClusterRole grafana-clusterrole/ },
  { name: 'who-can finds the group of a resource as kubectl does', args: ['who-can', 'get', 'deployments', 'examples/shop', '-n', 'shop'], status: 0, says: /RoleBinding shop\/agency-checkout +ClusterRole edit/ },
  { name: 'standard input is read', args: ['scan', '-'], input: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {hostPID: true, containers: [{name: c, image: d}]}\n', status: 0, says: /Pod b\/a/ },
  { name: 'nothing to read is an error', args: ['scan', '-'], input: '# nothing\n', status: 3, says: /no Kubernetes object/ },
];
for (const { name, args, input, status, says } of statuses) {
  test(`command line: ${name}`, () => {
    const run = glacis(args, input);
    assert.equal(run.status, status, run.stdout + run.stderr);
    assert.match(run.stdout + run.stderr, says);
  });
}

test('command line: JSON is byte-equal over two runs', () => {
  const [first, second] = [0, 1].map(() => glacis(['scan', 'examples/shop', '--format', 'json']).stdout);
  assert.equal(first, second);
  assert.equal((JSON.parse(first ?? '') as { schema: string }).schema, 'glacis.report/v1');
});

test('command line: no line is wider than the terminal', () => {
  const wide = glacis(['scan', 'examples/shop']).stdout.split('\n').filter((line) => line.length > 80 && !/^ +examples\//.test(line));
  assert.deepEqual(wide, []);
});

test('canary: a Secret value and a control character of the input reach no output', () => {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-canary-'));
  const canary = 'canary-7f3a-do-not-print';
  writeFileSync(join(directory, 'in.yaml'), `apiVersion: v1
kind: Secret
metadata:
  name: s
  namespace: n
  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"a":"${canary}"}}'}
stringData: {a: ${canary}}
data: {b: ${Buffer.from(canary).toString('base64')}}
---
apiVersion: v1
kind: Pod
metadata: {name: "p\\e[31m", namespace: n}
spec: {hostPID: true, containers: [{name: c, image: d}]}
`);
  for (const args of [['scan', directory], ['scan', directory, '--format', 'json'], ['threats', directory]]) {
    const { stdout, stderr } = glacis(args);
    assert.ok(!(stdout + stderr).includes(canary) && !(stdout + stderr).includes(Buffer.from(canary).toString('base64')), args.join(' '));
    assert.ok(!stdout.includes('\u001b[31m'), args.join(' '));
  }
  rmSync(directory, { recursive: true });
});

test('the version of the tool is that of the package', async () => {
  const { toolVersion } = await import('../src/version.ts');
  assert.equal(toolVersion, (JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string }).version);
});
