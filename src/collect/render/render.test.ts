import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { kubectl } from '../../../scripts/kubectl.ts';
import { glacis } from '../../../test/support/command.ts';
import { skippable } from '../../../test/support/shared.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { collect, SourceError, type CollectOptions } from '../index.ts';
import { run } from './run.ts';

const directory = mkdtempSync(join(tmpdir(), 'glacis-render-'));
after(() => rmSync(directory, { recursive: true }));

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{name: c, image: i}]}}}\n';
const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n';
const tree: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'resources: [all.yaml]\n', 'base/all.yaml': `${map}---\n${deployment}`,
  'prod/kustomization.yaml': 'namePrefix: prod-\nresources: [../base]\npatches: [{path: patch.yaml}, {patch: "[]", target: {kind: ConfigMap}}]\nconfigMapGenerator: [{name: made, literals: [a=b]}]\n',
  'prod/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {hostPID: true}}}\n',
  'remote/kustomization.yaml': 'resources: [../deeper]\n', 'deeper/kustomization.yaml': 'resources: ["https://example.invalid/base.yaml"]\n',
  'git/kustomization.yaml': 'resources: [github.com/example/base]\n', 'charts/kustomization.yaml': 'helmCharts: [{name: x, repo: "https://example.invalid"}]\n', 'patched/kustomization.yaml': 'patches: [{path: "https://example.invalid/patch.yaml"}]\n',
  'broken/kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: [1]\n', 'broken/a.yaml': map, 'empty/a.yaml': map,
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n', 'chart/values.yaml': 'hostPID: false\n',
  'chart/templates/web.yaml': '{{- if true }}\n# words\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: "{{ .Release.Name }}-web"}\nspec: {template: {spec: {hostPID: {{ .Values.hostPID }}, containers: [{name: c, image: i}]}}}\n{{- end }}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\n',
  'chart/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n', 'chart/charts/sub/templates/m.yaml': '\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: sub}\n',
  'values.yaml': 'hostPID: true\n', 'failing/Chart.yaml': 'apiVersion: v2\nname: f\nversion: 1.0.0\n', 'failing/templates/a.yaml': '{{ fail "no good" }}\n',
};
for (const [name, content] of Object.entries(tree)) {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), content);
}

/** With only these directories to look for programs in. */
async function withPath<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = process.env['PATH'];
  process.env['PATH'] = path;
  try {
    return await work();
  } finally {
    process.env['PATH'] = before;
  }
}

const read = (source: string, options: CollectOptions = {}): Promise<Snapshot> => collect([source], { cwd: directory, ...options });
const places = ({ objects, origins }: Snapshot): readonly string[] => objects.map((object) => `${object.kind} ${object.metadata.name} ${origins.get(object)?.file}:${origins.get(object)?.line}`);
const refused = (said: RegExp, hint: RegExp) => (error: unknown): true => {
  assert.ok(error instanceof SourceError, String(error));
  assert.match(error.message, said);
  assert.match(error.hint, hint);
  return true;
};

for (const [name, what] of [['remote', /deeper\/kustomization\.yaml takes https:\/\/example\.invalid/], ['git', /takes github\.com\/example\/base/], ['charts', /a Helm chart/], ['patched', /takes https/]] as const) {
  test(`kustomize: ${name} is refused before anything runs`, async () => {
    await withPath('/nowhere', () => assert.rejects(read(`kustomize:${name}`), refused(what, /--allow-remote/)));
  });
}

for (const words of [['can', 'get', 'pods', '--as', 'a'], ['who-can', 'get', 'pods'], ['pod-security'], ['scan'], ['reach', '--map'], ['admit', '--pod', 'base/all.yaml']]) {
  test(`kustomize and helm: glacis ${words.join(' ')} takes --allow-remote and --helm-values`, () => {
    const asked = (...more: readonly string[]): string => glacis([...words, ...more], { cwd: directory, env: { PATH: '/nowhere' } }).stderr;
    assert.match(asked('kustomize:remote'), /takes https:\/\/example\.invalid\/base\.yaml[\s\S]*--allow-remote/);
    assert.match(asked('kustomize:remote', '--allow-remote'), /was not found/);
    assert.match(asked('helm:chart', '--helm-values', 'nowhere.yaml'), /nowhere\.yaml|helm was not found/);
  });
}

test('kustomize and helm: a directory that was read as plain files says so, and how to have it built', async () => {
  const { problems } = await read('.');
  assert.deepEqual(problems.filter(({ message }) => message.includes('plain files')).map(({ file, message, remedy }) => [file, message, remedy]), [
    ['base/kustomization.yaml', 'this kustomization was read as plain files and not built: its patches, generators and changed names are not in what was judged (and so with 7 more)', 'Give what is deployed as a SOURCE of its own: kustomize:base, kustomize:broken, kustomize:charts, …'],
    ['chart/Chart.yaml', 'this chart was read as plain files and not built: its templates are not in what was judged (and so with 1 more)', 'Give what is deployed as a SOURCE of its own: helm:chart, helm:failing'],
  ]);
  assert.deepEqual((await read('empty')).problems, []);
});

test('kustomize and helm: a program that is missing, and a directory that holds nothing of the kind', async () => {
  await withPath('/nowhere', async () => {
    await assert.rejects(read('kustomize:prod'), refused(/kustomize was not found/, /Install kubectl or kustomize/));
    await assert.rejects(read('helm:chart'), refused(/helm was not found/, /Install helm/));
    await assert.rejects(read('kustomize:empty'), refused(/no kustomization\.yaml/, /Looked in/));
    await assert.rejects(read('helm:empty'), refused(/no Chart\.yaml/, /Looked in/));
    await assert.rejects(read('helm:oci://example.invalid/chart'), refused(/no chart is there/, /--allow-remote/));
    await assert.rejects(read('helm:chart', { helmValues: ['https://example.invalid/values.yaml'] }), refused(/--helm-values/, /Looked in/));
  });
});

const stub = join(directory, 'bin/stub');
mkdirSync(dirname(stub));
const stubbed = (script: string): void => {
  writeFileSync(stub, `#!/bin/sh\n${script}\n`);
  chmodSync(stub, 0o755);
};

test('run: arguments reach the program as they are, never a shell; the network and clusters are out of its reach', async () => {
  stubbed('printf "%s|" "$@"; printf "%s %s %s" "$HTTPS_PROXY" "$GIT_ALLOW_PROTOCOL" "$KUBECONFIG"');
  const args = ['$(touch /tmp/never)', '; rm -rf x', '`id`', "a'b"];
  const offline = await run(stub, args, 's', { allowRemote: false, remedy: '' });
  assert.equal(offline.toString(), `${args.join('|')}|http://127.0.0.1:9 none /dev/null`);
  assert.ok(!(await run(stub, [], 's', { allowRemote: true, remedy: '' })).toString().includes('127.0.0.1:9'));
});

test('run: a program that hangs, with children of its own, is stopped', async () => {
  stubbed('sleep 600 & sleep 600');
  const started = performance.now();
  await assert.rejects(run(stub, [], 's', { allowRemote: false, remedy: '', timeout: 300 }), refused(/ran longer than 0\.3 s and was stopped/, /Run it yourself/));
  assert.ok(performance.now() - started < 10_000);
});

test('run: what a failing program says last is said, and how to try it', async () => {
  stubbed('echo first >&2; echo "it went wrong" >&2; exit 3');
  await assert.rejects(run(stub, ['a b'], 's', { allowRemote: false, remedy: '' }), refused(/stub failed: it went wrong/, /stub 'a b'/));
});

const built = await kubectl();
skippable('kubectl could not be fetched', built !== undefined, () => {
  const path = [dirname(built ?? ''), '/usr/bin', '/bin'].join(delimiter);
  test('kustomize: objects are built, and point to the file of the base they come from', async () => {
    await withPath(path, async () => {
      const snapshot = await read('kustomize:prod');
      assert.deepEqual(places(snapshot).map((place) => place.replace(/made-\w+/, 'made')), ['ConfigMap prod-m base/all.yaml:1', 'ConfigMap prod-made prod/kustomization.yaml:1', 'Deployment prod-web base/all.yaml:5']);
      assert.deepEqual(snapshot.objects.map(({ metadata }) => metadata.annotations), [undefined, undefined, undefined]);
      assert.match(JSON.stringify(snapshot.objects), /"hostPID":true/);
      assert.deepEqual(snapshot.sources.map(({ kind, objects }) => [kind, objects]), [['kustomize', 3]]);
    });
  });

  test('kustomize: what cannot be built is said in the words of the program, and nothing is left behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('glacis-kustomize-')).length;
    await withPath(path, () => assert.rejects(read('kustomize:broken'), refused(/kubectl failed: .*namePrefix/, /kubectl kustomize/)));
    assert.equal(readdirSync(tmpdir()).filter((name) => name.startsWith('glacis-kustomize-')).length, before);
  });
});

const helm = [resolve(import.meta.dirname, '../../../.cache/helm/helm'), ...(process.env['PATH'] ?? '').split(delimiter).map((each) => join(each, 'helm'))].find(existsSync);
skippable('helm is not on this machine: scripts/helm.sh fetches it', helm !== undefined, () => {
  test('helm: rendered objects point to their templates, with the values given', async () => {
    await withPath(dirname(helm ?? ''), async () => {
      const plain = await read('helm:chart');
      assert.deepEqual(places(plain).toSorted(), ['ConfigMap sub chart/charts/sub/templates/m.yaml:2', 'Deployment chart-web chart/templates/web.yaml:5', 'Service s chart/templates/web.yaml:11']);
      assert.match(JSON.stringify((await read('helm:chart', { helmValues: ['values.yaml'] })).objects), /"hostPID":true/);
      assert.match(JSON.stringify(plain.objects), /"hostPID":false/);
      await assert.rejects(read('helm:failing'), refused(/helm failed: .*no good/, /helm template/));
    });
    assert.equal(readFileSync(join(directory, 'chart/values.yaml'), 'utf8'), 'hostPID: false\n');
  });
});
