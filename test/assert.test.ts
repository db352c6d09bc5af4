// `glacis assert`: invariants as code.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { AttackGraph } from '../src/attack/attack-graph.ts';
import { everywhere, inShop, namespace, node, podIn, rule } from '../src/attack/examples.ts';
import { judged } from '../src/attack/invariants.ts';
import { Cluster } from '../src/cluster/cluster.ts';
import { collectText } from '../src/collect/index.ts';
import { shownPath } from '../src/commands/shown-path.ts';
import { readInvariants } from '../src/decisions/invariants.ts';
import { readYaml } from '../src/lang/yaml/read.ts';
import { locator } from '../src/locate.ts';
import type { InvariantResult } from '../src/model/invariant.ts';
import { assertFormats } from '../src/report/assert-formats.ts';
import { glacis } from './support/command.ts';
import { xmlElements } from './support/readers.ts';
import { readShared, withShared } from './support/shared.ts';

const root = resolve(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'glacis-assert-'));
// Not in a hook: with several files in one process it may run before the last test.
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

function resultOf(invariant: string, yaml: string): InvariantResult {
  const { invariants: [first], faults } = readInvariants(`invariants: [{${invariant}}]`, 'i.yaml');
  assert.deepEqual(faults, []);
  assert.ok(first);
  const { snapshot, paths } = collectText(yaml);
  return judged(AttackGraph.of(Cluster.from(snapshot)), first, locator(paths));
}

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: shop}\n---\n';
const reader = everywhere(rule('secrets', 'list'));
const inShopReader = inShop(rule('secrets', 'get'));
const admin = (subject: string): string => `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a-${subject.replaceAll(/\W+/g, '-')}}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\nsubjects: [${subject}]\n---\n`;
const platform = admin('{kind: Group, apiGroup: rbac.authorization.k8s.io, name: platform}');
const other = admin('{kind: Group, apiGroup: rbac.authorization.k8s.io, name: others}');
const shopNode = node('worker') + podIn('shop', 'securityContext: {privileged: true}');

const rows: readonly { readonly name: string; readonly invariant: string; readonly yaml: string; readonly verdict: InvariantResult['verdict']; readonly from?: string; readonly says?: RegExp }[] = [
  { name: 'a path between two ends', invariant: 'from: serviceaccount:shop/cart, to: all-secrets', yaml: reader, verdict: 'fail', from: 'serviceaccount:shop/cart' },
  { name: 'no path between two ends', invariant: 'from: serviceaccount:shop/cart, to: all-secrets', yaml: inShopReader, verdict: 'pass' },
  { name: 'who reads all Secrets reads those of each namespace', invariant: 'from: any service account, to: secrets in shop', yaml: reader + namespace('shop'), verdict: 'fail', from: 'serviceaccount:shop/cart' },
  { name: 'who reads the Secrets of a namespace, none of which was given', invariant: 'from: any service account in shop, to: secrets in shop', yaml: inShopReader, verdict: 'fail', from: 'serviceaccount:shop/cart' },
  { name: 'Secrets of a namespace that nobody reads', invariant: 'from: any service account, to: any secret in shop', yaml: inShop(rule('pods', 'get')) + secret, verdict: 'pass' },
  { name: 'one Secret of a namespace by its name', invariant: 'from: any service account, to: secrets in shop', yaml: inShop(rule('secrets', 'get', 'resourceNames: [keys]')) + secret, verdict: 'fail' },
  { name: 'who is excepted', invariant: 'from: any service account, except: serviceaccount:shop/cart, to: all-secrets', yaml: reader, verdict: 'pass' },
  { name: 'only one group is cluster-admin', invariant: 'only: [group:platform], reaches: cluster-admin', yaml: platform, verdict: 'pass' },
  { name: 'another group is an administrator as well', invariant: 'only: [group:platform], reaches: cluster-admin', yaml: platform + other, verdict: 'fail', from: 'group:others' },
  { name: 'another that gets there by steps', invariant: 'only: [group:platform], reaches: cluster-admin', yaml: platform + everywhere(rule('users, groups', 'impersonate')), verdict: 'fail', from: 'serviceaccount:shop/cart' },
  { name: 'a container on its node', invariant: 'from: any container in shop, to: any node', yaml: shopNode, verdict: 'fail', from: 'container:shop/web/app' },
  { name: 'a container is no path to itself', invariant: 'from: any container in shop, to: any container in shop', yaml: podIn('shop'), verdict: 'pass' },
  { name: 'what may be is not known', invariant: 'from: internet, to: any node', yaml: podIn('shop', 'securityContext: {privileged: true}, ports: [{containerPort: 80, hostPort: 80}]') + node('worker'), verdict: 'unknown', from: 'internet' },
  { name: 'an end that was not given', invariant: 'from: serviceaccount:shop/card, to: all-secrets', yaml: reader, verdict: 'unknown', says: /serviceaccount:shop\/card is not among what was given: did you mean serviceaccount:shop\/cart\?/ },
  { name: 'a goal that was not given', invariant: 'from: internet, to: secret:shop/none', yaml: reader, verdict: 'unknown', says: /secret:shop\/none is not among/ },
  { name: 'a namespace that was not given', invariant: 'from: any container in shpo, to: all-secrets', yaml: podIn('shop'), verdict: 'unknown', says: /namespace shpo is not among what was given: did you mean shop\?/ },
  { name: 'nodes of which none was given', invariant: 'from: any node, to: all-secrets', yaml: reader, verdict: 'unknown', says: /any node: none was given/ },
  { name: 'a namespace that was given and has no containers', invariant: 'from: any container in shop, to: all-secrets', yaml: secret, verdict: 'pass' },
];
for (const { name, invariant, yaml, verdict, from, says } of rows) {
  test(`assert: ${name}: ${verdict}`, () => {
    const result = resultOf(invariant, yaml);
    assert.equal(result.verdict, verdict, JSON.stringify(result));
    assert.equal(result.path?.from, from ?? result.path?.from);
    assert.equal(result.path === null, verdict === 'pass' || from === undefined && verdict === 'unknown');
    if (says) assert.match(result.notes.join('; '), says);
    if (result.path) assert.ok(result.offenders.includes(result.path.from));
  });
}

const wrong: readonly { readonly text: string; readonly line: number; readonly says: RegExp }[] = [
  { text: 'invariants:\n- from: internet', line: 2, says: /to is missing/ },
  { text: 'invariants:\n- only: group:a', line: 2, says: /reaches is missing/ },
  { text: 'invariants:\n- from: internet\n  to: etcd\n  reaches: etcd', line: 2, says: /from and to and reaches/ },
  { text: 'invariants:\n- from: internett\n  to: etcd', line: 2, says: /internett is no end: did you mean internet\?/ },
  { text: 'invariants:\n- from: serviceacount:a/b\n  to: etcd', line: 2, says: /did you mean serviceaccount\?/ },
  { text: 'invariants:\n- from: serviceaccount:a\n  to: etcd', line: 2, says: /serviceaccount:NAMESPACE\/NAME/ },
  { text: 'invariants:\n- from: any person in shop\n  to: etcd', line: 2, says: /only containers, service accounts and Secrets/ },
  { text: 'invariants:\n- from: internet\n  to: any secret', line: 3, says: /names no namespace/ },
  { text: 'invariants:\n- form: internet\n  to: etcd', line: 2, says: /Did you mean from|no field form/ },
  { text: 'invariants:\n- {name: a, from: internet, to: etcd}\n- {name: a, from: internet, to: etcd}', line: 3, says: /two invariants named a/ },
  { text: 'invariants: []', line: 1, says: /holds no invariants/ },
  { text: 'version: 2\ninvariants:\n- {from: internet, to: etcd}', line: 1, says: /version is 2/ },
];
const schemas = ['glacis-invariants-v1', 'glacis-yaml-v1'].map((name) => {
  const schema = JSON.parse(readFileSync(resolve(root, `schema/${name}.json`), 'utf8')) as object;
  return new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true, formats: { date: true } }).compile(schema);
});
for (const { text, line, says } of wrong) {
  test(`assert: refused: ${text.split('\n').at(-1)}`, () => {
    const { faults } = readInvariants(text, 'i.yaml');
    assert.match(faults.map(({ message, hint }) => `${message} ${hint}`).join('\n'), says);
    assert.equal(faults[0]?.line, line);
    if (!says.source.includes('two invariants')) assert.equal(schemas[0]?.(readYaml(text).value), false, 'the schema takes it');
  });
}

test('assert: the schemas take what the reader takes', () => {
  const ends = ['internet', 'cluster-admin', 'all-secrets', 'etcd', 'node-root:*', 'cloud:*', 'any container', 'any container in a-b', 'any node', 'any person', 'any start', 'any service account in a', 'secrets in a', 'any secret in a', 'containers in a', 'user:system:kube-proxy', 'group:a b', 'pod:a/b', 'container:a/b/c'];
  const texts = [...ends.map((end) => `invariants: [{from: internet, to: "${end}"}]`), readFileSync(resolve(root, 'examples/invariants.yaml'), 'utf8'), 'version: 1\ninvariants: [{only: [group:a], reaches: [etcd, all-secrets], name: kept, reason: r, owner: o}]'];
  for (const text of texts) {
    assert.deepEqual(readInvariants(text, 'i').faults, [], text);
    for (const validate of schemas) assert.equal(validate(readYaml(text).value), true, `${text} ${JSON.stringify(validate.errors)}`);
  }
  for (const end of ['any secret', 'nobody', 'pod:a', 'pod:a/b/c', 'container:a/b', 'user:', 'any node in a', 'secrets in A']) {
    const text = `invariants: [{from: internet, to: "${end}"}]`;
    assert.notDeepEqual(readInvariants(text, 'i').faults, [], text);
    for (const validate of schemas) assert.equal(validate(readYaml(text).value), false, text);
  }
});

const shop = 'examples/shop';
const runs: readonly { readonly name: string; readonly args: readonly string[]; readonly status: number; readonly says: RegExp }[] = [
  { name: 'broken invariants with their paths', args: ['examples/invariants.yaml', shop], status: 1, says: /^3 invariants: 3 broken[^]*the internet reaches all Secrets in 3 steps[^]*rbac\.yaml:\d+/ },
  { name: 'unknown ones pass', args: ['examples/invariants.yaml', 'examples/shop-hardened'], status: 0, says: /0 broken, [12] unknown/ },
  { name: 'unknown ones where all must be known', args: ['--require', 'known', 'examples/invariants.yaml', 'examples/shop-hardened'], status: 3, says: /[12] unknown/ },
  { name: 'a file that is not there', args: ['none.yaml', shop], status: 2, says: /cannot be read/ },
  { name: 'a file of something else', args: [`${shop}/deploy/people/platform-admins.yaml`, shop], status: 2, says: /has no field apiVersion/ },
  { name: 'a format that is none', args: ['--format', 'csv', 'examples/invariants.yaml', shop], status: 2, says: /Allowed choices are terminal, json, junit, sarif/ },
];
for (const { name, args, status, says } of runs) {
  test(`assert: ${name}`, () => {
    const run = glacis(['assert', ...args]);
    assert.equal(run.status, status, run.stdout + run.stderr);
    assert.match(run.stdout + run.stderr, says);
  });
}

test('assert: glacis.yaml may hold the list, and a scan reads past it', () => {
  const file = join(directory, 'glacis.yaml');
  writeFileSync(file, 'invariants: [{from: internet, to: cluster-admin}]\n');
  assert.equal(glacis(['assert', file, shop]).status, 1);
  const manifest = join(directory, 'pod.yaml');
  writeFileSync(manifest, podIn('shop'));
  assert.equal(glacis(['scan', '--config', file, manifest]).status, 0);
});

test('assert: several formats at once, each what it says it is', () => {
  const [sarif, junit] = [join(directory, 'a.sarif'), join(directory, 'a.xml')];
  const { status, stdout } = glacis(['assert', '--format', 'json', '--format', `sarif=${sarif}`, '--format', `junit=${junit}`, 'examples/invariants.yaml', shop]);
  assert.equal(status, 1);
  const json = JSON.parse(stdout) as { schema: string; summary: object; invariants: { verdict: string; path: { steps: { verify: string[] }[] } }[] };
  assert.deepEqual([json.schema, json.summary], ['glacis.assert/v1', { pass: 0, fail: 3, unknown: 0 }]);
  assert.ok(json.invariants.every(({ path }) => path.steps.some(({ verify }) => verify.length > 0)));
  assert.equal(xmlElements(readFileSync(junit, 'utf8')).filter((element) => JSON.stringify(element).includes('failure')).length >= 3, true);
  const run = (JSON.parse(readFileSync(sarif, 'utf8')) as { runs: { results: { message: { text: string }; relatedLocations: unknown[] }[] }[] }).runs[0];
  assert.equal(run?.results.length, 3);
  assert.ok(run.results.every(({ relatedLocations }) => relatedLocations.length > 0));
});

test('assert: names of files and objects reach no reader as they are', () => {
  const name = '</failure>\u001b[31m\n[x](1) {0}';
  const { snapshot, paths } = collectText(JSON.stringify({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }] }), { name: 'a.json' });
  const { invariants: [first] } = readInvariants(JSON.stringify({ invariants: [{ name, reason: name, owner: name, from: 'any person', to: 'cluster-admin' }] }), name);
  assert.ok(first);
  const result = judged(AttackGraph.of(Cluster.from(snapshot)), first, locator(paths));
  assert.equal(result.verdict, 'fail');
  const report = { tool: { name: 'glacis', version: '1', knowledge: 'k' }, file: name, invariants: [{ result, path: result.path && shownPath(result.path, true), offenders: result.offenders }] } as const;
  for (const [format, write] of Object.entries(assertFormats)) {
    const text = write(report, { columns: 100, colour: false });
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}]/u, format);
    if (format === 'junit') assert.equal(text.match(/<\/failure>/g)?.length, 1);
    if (format === 'sarif') assert.match((JSON.parse(text) as { runs: { results: { message: { text: string } }[] }[] }).runs[0]?.results[0]?.message.text ?? '', /\\\[x\\\]\(1\) \{\{0\}\}/);
  }
});

withShared('schemas/sarif/sarif-schema-2.1.0.json', () => {
  const { id: _id, $schema: _schema, ...schema } = JSON.parse(readShared('schemas/sarif/sarif-schema-2.1.0.json')) as Record<string, unknown>;
  const validate = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  test('assert: SARIF is valid by its schema', () => {
    for (const sources of [shop, 'examples/shop-hardened']) {
      assert.equal(validate(JSON.parse(glacis(['assert', '--format', 'sarif', 'examples/invariants.yaml', sources]).stdout)), true, JSON.stringify(validate.errors));
    }
  });
});
