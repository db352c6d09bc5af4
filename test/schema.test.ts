import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { before, test } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { assess } from '../src/assess.ts';
import { collectText, collectWithPaths } from '../src/collect/index.ts';
import { diffIn } from '../src/commands/edits.ts';
import { planWith } from '../src/plan/result.ts';
import { locator } from '../src/locate.ts';
import { jsonReport } from '../src/report/json.ts';

const root = resolve(import.meta.dirname, '..');
const schema = JSON.parse(readFileSync(resolve(root, 'schema/report-v1.json'), 'utf8')) as Json;
const validate: ValidateFunction = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

type Json = { [key: string]: unknown };

async function reportOf(directory: string): Promise<Json> {
  const { snapshot, paths } = await collectWithPaths([directory], { cwd: root });
  return JSON.parse(jsonReport(assess(snapshot, { name: directory, locate: locator(paths), plan: planWith(diffIn(paths)) }))) as Json;
}

function problems(report: unknown): readonly string[] {
  return validate(report) ? [] : (validate.errors ?? []).slice(0, 10).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

for (const directory of ['examples/shop', 'examples/shop-hardened']) {
  test(`schema: the report of ${directory} is valid`, async () => {
    assert.deepEqual(problems(await reportOf(directory)), []);
  });
}

test('schema: the report of one small manifest is valid', () => {
  const { snapshot, paths } = collectText('apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true, containers: [{name: c, image: d}]}\n---\nnot: an object\n---\n: [\n');
  assert.deepEqual(problems(JSON.parse(jsonReport(assess(snapshot, { locate: locator(paths) })))), []);
});

test('schema: the report of nothing is valid', () => {
  assert.deepEqual(problems(JSON.parse(jsonReport(assess(collectText('').snapshot)))), []);
});

let shop: Json;
before(async () => {
  shop = await reportOf('examples/shop');
});

/** A copy of the report in which the value at a path is another, or gone. */
function broken(path: readonly (string | number)[], value?: unknown): unknown {
  const copy = structuredClone(shop);
  const parent = path.slice(0, -1).reduce<unknown>((node, step) => (node as Json)[step], copy) as Json;
  const key = String(path.at(-1));
  if (value === undefined) delete parent[key];
  else parent[key] = value;
  return copy;
}

const refused: readonly { readonly name: string; readonly path: readonly (string | number)[]; readonly value?: unknown }[] = [
  { name: 'another schema', path: ['schema'], value: 'glacis.report/v2' },
  { name: 'a part that is missing', path: ['findings'] },
  { name: 'a field nobody knows', path: ['extra'], value: 1 },
  { name: 'a severity nobody knows', path: ['findings', 0, 'severity'], value: 'grave' },
  { name: 'an id that is no hash', path: ['findings', 0, 'id'], value: 'privileged' },
  { name: 'a finding without evidence', path: ['findings', 0, 'evidence'], value: [] },
  { name: 'a factor that is missing', path: ['findings', 0, 'factors', 'gain'] },
  { name: 'a byte range of a file', path: ['findings', 0, 'object', 'origin'], value: { file: 'a', line: 1, start: 0, end: 1, format: 'yaml' } },
  { name: 'a threat verdict of a rule', path: ['threats', 0, 'verdict'], value: 'fail' },
  { name: 'a line before the first', path: ['findings', 0, 'evidence', 0, 'location', 'line'], value: 0 },
  { name: 'a negative count', path: ['summary', 'questions'], value: -1 },
  { name: 'a path without steps', path: ['paths', 0, 'steps'], value: [] },
  { name: 'a step of no technique', path: ['graph', 'steps', 0, 'technique'], value: 'exec' },
  { name: 'a plan without its proof', path: ['plan', 'pathsOpened'] },
  { name: 'a line of a diff that neither goes nor comes', path: ['plan', 'changes', 0, 'diff', 0, 'lines'], value: ['same'] },
  { name: 'a change without a way back', path: ['plan', 'changes', 0, 'undo'] },
  { name: 'a gap of no kind', path: ['gaps', 0, 'source'], value: 'somebody' },
];
for (const { name, path, value } of refused) {
  test(`schema: ${name} is refused`, () => {
    assert.deepEqual(problems(shop), []);
    assert.notDeepEqual(problems(broken(path, value)), []);
  });
}

test('schema: every field is described and no object is open but those that hold what Kubernetes takes', () => {
  const open: string[] = [];
  const mute: string[] = [];
  walk(schema, '');
  assert.deepEqual(mute, []);
  assert.deepEqual(open, ['/$defs/editCreate/properties/object', '/$defs/editCreate/properties/object/properties/metadata']);

  function walk(node: unknown, path: string): void {
    if (node === null || typeof node !== 'object') return;
    const fields = node as Json;
    if (fields['type'] === 'object' && fields['additionalProperties'] !== false) open.push(path);
    for (const [name, property] of Object.entries((fields['properties'] ?? {}) as Json)) {
      if (typeof (property as Json)['description'] !== 'string') mute.push(`${path}/${name}`);
    }
    for (const [key, child] of Object.entries(fields)) walk(child, `${path}/${key}`);
  }
});

test('schema: it is published with the package', async () => {
  const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { files: string[]; exports: Json };
  assert.ok(manifest.files.includes('schema'));
  assert.equal(manifest.exports['./schema/*.json'], './schema/*.json');
  const { default: imported } = (await import('glacis/schema/report-v1.json', { with: { type: 'json' } })) as { default: Json };
  assert.deepEqual(imported, schema);
});
