// Every JSON that a command prints, held against the schema that is published for it.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { glacis } from './support/command.ts';

type Json = { [key: string]: unknown };

const root = resolve(import.meta.dirname, '..');
const [shop, hardened] = ['examples/shop', 'examples/shop-hardened'];
// What people write is held against these where it is read.
const inputs: ReadonlySet<string> = new Set(['glacis-yaml-v1', 'glacis-invariants-v1']);
const schemas = new Map(globSync('*.json', { cwd: resolve(root, 'schema') }).toSorted().map((file) => [file.replace(/\.json$/, ''), JSON.parse(readFileSync(resolve(root, 'schema', file), 'utf8')) as Json] as const));
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
for (const [name, schema] of schemas) if (!inputs.has(name)) ajv.addSchema(schema);

interface Row {
  readonly schema: string;
  readonly args: readonly string[];
  readonly status?: number;
  readonly input?: string;
  /** Makes of what was printed what the schema must refuse. */
  readonly spoil: (printed: Json) => void;
}

const pod = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' }, spec: { hostPID: true, containers: [{ name: 'c', image: 'd' }] } });

/** The first item of a list that was printed. */
function first(printed: Json, ...path: readonly string[]): Json {
  const list = path.reduce<unknown>((node, step) => (node as Json)[step], printed) as readonly Json[];
  return list[0] ?? assert.fail(`nothing in ${path.join('.')}`);
}

const rows: readonly Row[] = [
  { schema: 'report-v1', args: ['scan', '--plan', '--group-by', 'label:team', shop], spoil: (printed) => delete (first(printed, 'findings') as { id?: string }).id },
  { schema: 'report-v1', args: ['threats', hardened], spoil: (printed) => delete printed['threats'] },
  { schema: 'diff-v1', args: ['diff', shop, hardened], spoil: (printed) => (first(printed, 'findings', 'gone')['severity'] = 'grave') },
  { schema: 'diff-v1', args: ['diff', hardened, shop], spoil: (printed) => (first(printed, 'paths', 'opened')['after'] = {}) },
  { schema: 'paths-v1', args: ['paths', shop], spoil: (printed) => delete printed['byDesign'] },
  { schema: 'paths-v1', args: ['paths', '--unknown', hardened], spoil: (printed) => (printed['goals'] = 'all') },
  { schema: 'paths-v1', args: ['paths', '--from', 'internet', '--avoid', 'etcd', shop], spoil: (printed) => (first(printed, 'paths')['steps'] = []) },
  { schema: 'paths-v1', args: ['paths', '--to', 'all-secrets', shop], spoil: (printed) => (printed['more'] = -1) },
  { schema: 'blast-v1', args: ['blast', 'monitoring/grafana', shop], spoil: (printed) => (first(printed, 'reached')['flaw'] = false) },
  { schema: 'plan-v1', args: ['plan', shop], spoil: (printed) => delete first(printed, 'changes')['undo'] },
  { schema: 'plan-v1', args: ['plan', '--unknown', '--from', 'internet', hardened], spoil: (printed) => delete printed['pathsOpened'] },
  { schema: 'what-if-v1', args: ['what-if', '--change', 'ClusterRoleBinding/ci-deployer:subjects[0].name=default', shop], spoil: (printed) => delete printed['threats'] },
  { schema: 'assert-v1', args: ['assert', 'examples/invariants.yaml', shop], status: 1, spoil: (printed) => (first(printed, 'invariants')['verdict'] = 'broken') },
  { schema: 'assert-v1', args: ['assert', 'examples/invariants.yaml', hardened], spoil: (printed) => delete printed['summary'] },
  { schema: 'export-v1', args: ['export', shop], spoil: (printed) => delete first(printed, 'steps')['title'] },
  { schema: 'export-v1', args: ['export', '--from', 'internet', '--to', 'cluster-admin', shop], spoil: (printed) => (printed['path'] = {}) },
  { schema: 'can-v1', args: ['can', 'list', 'secrets', '-A', '--as', 'system:serviceaccount:ci:deployer', shop], spoil: (printed) => delete printed['allowed'] },
  { schema: 'can-v1', args: ['can', 'get', '/metrics', '--as', 'dana', shop], status: 1, spoil: (printed) => (printed['gaps'] = [{}]) },
  { schema: 'who-can-v1', args: ['who-can', 'get', 'secrets', '-A', shop], spoil: (printed) => (first(printed, 'subjects')['role'] = 'admin') },
  { schema: 'reach-v1', args: ['reach', 'shop/storefront', 'payments/payments-db', shop], status: 1, spoil: (printed) => (printed['ports'] = 'none') },
  { schema: 'reach-v1', args: ['reach', 'shop/search', 'payments/payments-db', '--port', '5432', shop], status: 1, spoil: (printed) => delete printed['enforced'] },
  { schema: 'reach-v1', args: ['reach', 'shop/storefront', 'ip:203.0.113.7', shop], spoil: (printed) => (printed['protocol'] = 'IP') },
  { schema: 'exposure-v1', args: ['reach', '--from', 'internet', shop], spoil: (printed) => (first(printed, 'ways')['allowed'] = 'perhaps') },
  { schema: 'reach-map-v1', args: ['reach', '--map', shop], spoil: (printed) => delete printed['doors'] },
  { schema: 'pod-security-v1', args: ['pod-security', shop], spoil: (printed) => (first(printed, 'namespaces')['highest'] = 'strict') },
  { schema: 'admit-v1', args: ['admit', '--pod', '-', hardened], input: pod, status: 1, spoil: (printed) => delete first(printed, 'pods')['refusals'] },
  { schema: 'explanation-v1', args: ['explain', 'host-pid'], spoil: (printed) => (first(printed, 'explanations')['kind'] = 'thing') },
  { schema: 'explanation-v1', args: ['explain', 'threat/KUB-04', shop], spoil: (printed) => (first(first(printed, 'explanations'), 'sections')['more'] = 1) },
  { schema: 'rules-v1', args: ['rules'], spoil: (printed) => delete first(printed, 'rules')['why'] },
];

function faults(schema: string, printed: unknown): readonly string[] {
  const id = schemas.get(schema)?.['$id'];
  return ajv.validate(String(id), printed) ? [] : (ajv.errors ?? []).slice(0, 8).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

for (const { schema, args, status = 0, input, spoil } of rows) {
  test(`schemas: ${args.join(' ')} prints what ${schema} says`, () => {
    const run = glacis([...args, '--format', 'json'], input === undefined ? {} : { input });
    assert.equal(run.status, status, run.stderr);
    const printed = JSON.parse(run.stdout) as Json;
    assert.equal(printed['schema'], `glacis.${schema.replace(/-v1$/, '/v1')}`);
    assert.deepEqual(faults(schema, printed), []);
    spoil(printed);
    assert.notDeepEqual(faults(schema, printed), []);
  });
}

test('schemas: each has a command that is held against it', () => {
  // Several clusters: where clusters are tested.
  const wanted = [...schemas.keys()].filter((name) => !inputs.has(name) && name !== 'reports-v1');
  assert.deepEqual(wanted.filter((name) => !rows.some(({ schema }) => schema === name)), []);
});

test('schemas: every field is described and no object is open', () => {
  // What Kubernetes takes is not described here.
  const free = /^report-v1\/\$defs\/editCreate\/properties\/object/;
  const [open, mute]: [string[], string[]] = [[], []];
  const walk = (node: unknown, path: string): void => {
    if (node === null || typeof node !== 'object') return;
    const fields = node as Json;
    if (fields['type'] === 'object' && fields['additionalProperties'] !== false && !free.test(path)) open.push(path);
    for (const [name, property] of Object.entries((fields['properties'] ?? {}) as Json)) if (typeof (property as Json)['description'] !== 'string') mute.push(`${path}/${name}`);
    for (const [key, child] of Object.entries(fields)) walk(child, `${path}/${key}`);
  };
  for (const [name, schema] of schemas) if (!inputs.has(name)) walk(schema, name);
  assert.deepEqual([open, mute], [[], []]);
});
