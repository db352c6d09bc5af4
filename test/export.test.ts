// `glacis export`: what each reader of a graph gets, whatever stands in the names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { PathResult, StepResult } from '../src/model/attack-path.ts';
import type { GraphExport } from '../src/report/graph-format.ts';
import { graphFormats } from '../src/report/graph-formats.ts';
import { glacis } from './support/command.ts';
import { xmlElements } from './support/readers.ts';
import { readShared, sharedPath, withShared } from './support/shared.ts';

const shop = 'examples/shop';

/** A graph of which every name is that text; one step needs two at once. */
function graphOf(text: string): GraphExport {
  const [a, b, c] = [`user:${text}`, `serviceaccount:n/${text}`, `secret:n/${text}`];
  const step = (from: string, to: string, also?: readonly string[]): StepResult => ({ technique: 'technique/pod-exec', title: 'opens a shell', aliases: [], attack: ['T1609'], microsoft: [], from, ...(also ? { also } : {}), to, verdict: 'possible', counted: true, reasons: [text], evidence: [], gaps: [], verify: [], removes: '', detects: '' });
  const path: PathResult = { kind: 'person', from: a, to: 'cluster-admin', verdict: 'possible', length: 3, cost: 3, starts: 1, sources: [a], steps: [step(a, b), step(a, c), step(b, 'cluster-admin', [c])] };
  return {
    tool: { name: 'glacis', version: '1.0.0', knowledge: 'k' }, name: text, now: new Date('2026-11-28T00:00:00.000Z'), nounOf: (end) => end, tacticsOf: () => [{ name: 'execution', id: 'TA0002' }], path,
    nodes: [a, b, c, 'cluster-admin'].map((id) => ({ id, foothold: id === a ? 'person' : null, goal: id === 'cluster-admin' })),
    steps: [[[a], b], [[a], c], [[b, c], 'cluster-admin']].map(([from, to]) => ({ technique: 'technique/pod-exec', from: from as readonly string[], to: to as string, verdict: 'possible', title: 'opens a shell', attack: ['T1609'] })),
  };
}

async function written(format: string, text: string): Promise<string> {
  const load = graphFormats[format] ?? assert.fail(format);
  return (await load()).default.write(graphOf(text));
}

const texts: readonly string[] = ['\u001b[31m', 'a\nb', '\u202egpj', '\u0000', 'a"b', "a'b", 'a\\', 'a\\"', 'a`b', '</data><x/>', ']]>', '&x;', 'a"] --> x', '%%{init: {}}%%', 'click n0 "javascript:alert(1)"', '#quot;', "'}) DETACH DELETE n //", '\\u0027', '\\N', '", URL="javascript:x', '<script>', '__proto__', 'a\ud800b', 'end', ';', '*/'];
/** What must hold in that format, whatever stands in the names. */
const holds: Readonly<Record<string, (report: string, plain: string, text: string) => void>> = {
  json: (report) => void JSON.parse(report),
  graphml: (report, plain) => assert.equal(xmlElements(report).length, xmlElements(plain).length),
  mermaid: (report, plain) => {
    const shape = (of: string): readonly string[] => of.split('\n').map((line) => line.replaceAll(/"[^"]*"/g, '""'));
    assert.deepEqual(shape(report), shape(plain));
    for (const [, label = ''] of report.matchAll(/"([^"]*)"/g)) assert.doesNotMatch(label.replaceAll(/#\d+;/g, ''), /[<>"`#;:{}[\]()|%&\\']/);
  },
  dot: (report, plain) => {
    const shape = (of: string): readonly string[] => of.split('\n').map((line) => line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'));
    assert.deepEqual(shape(report), shape(plain));
    for (const [, label = ''] of report.matchAll(/"((?:[^"\\]|\\.)*)"/g)) assert.ok(!label.replaceAll(/\\[\\"]/g, '').includes('\\'), label);
  },
  cypher: (report, plain) => {
    const shape = (of: string): readonly string[] => of.split('\n').map((line) => line.replaceAll(/'[^'\\]*(?:\\u[0-9a-f]{4}[^'\\]*)*'/g, "''"));
    assert.deepEqual(shape(report), shape(plain));
    assert.doesNotMatch(report, /\\(?!u[0-9a-f]{4})/);
  },
  opengraph: (report, plain, text) => {
    type OpenGraph = { graph: { nodes: { id: string; kinds: string[]; properties: { end: string } }[]; edges: { kind: string; start: { value: string }; end: { value: string } }[] } };
    const { graph: { nodes, edges } } = JSON.parse(report) as OpenGraph;
    assert.equal(nodes.length, (JSON.parse(plain) as OpenGraph).graph.nodes.length);
    const ids = new Set(nodes.map(({ id }) => id));
    for (const { start, end, kind } of edges) assert.ok(ids.has(start.value) && ids.has(end.value) && /^Glacis_[A-Za-z0-9]+$/.test(kind));
    for (const { kinds, id } of nodes) assert.ok(/^[0-9A-F]{32}$/.test(id) && kinds.every((kind) => /^Glacis_[A-Za-z0-9]+$/.test(kind)), text);
  },
  'opengraph-schema': (report, plain) => assert.equal(report, plain),
  'attack-flow': (report, plain) => {
    type Bundle = { objects: { type: string; id: string; effect_refs?: string[] }[] };
    const [one, other] = [JSON.parse(report) as Bundle, JSON.parse(plain) as Bundle];
    assert.deepEqual(one.objects.map(({ type }) => type), other.objects.map(({ type }) => type));
    assert.equal(one.objects.filter(({ type }) => type === 'attack-operator').length, 1);
    const ids = new Set(one.objects.map(({ id }) => id));
    assert.ok(one.objects.every(({ effect_refs: effects = [] }) => effects.every((id) => ids.has(id))));
  },
};

test('export: every format has its promise', () => {
  assert.deepEqual(Object.keys(holds).toSorted(), Object.keys(graphFormats).toSorted());
});
for (const format of Object.keys(graphFormats)) {
  test(`export: ${format} makes nothing of ${texts.length} hostile texts`, async () => {
    const plain = await written(format, 'plain');
    for (const text of texts) {
      const report = await written(format, text);
      assert.doesNotMatch(report, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, JSON.stringify(text));
      holds[format]?.(report, plain, text);
    }
  });
}

test('export: the schema for BloodHound defines every kind that the graph uses', () => {
  const run = (format: string): unknown => JSON.parse(glacis(['export', '--format', format, shop]).stdout);
  const { graph: { nodes, edges } } = run('opengraph') as { graph: { nodes: { kinds: string[] }[]; edges: { kind: string }[] } };
  const { node_kinds: kinds, relationship_kinds: relations } = run('opengraph-schema') as { node_kinds: { name: string }[]; relationship_kinds: { name: string }[] };
  assert.ok(nodes.length > 20 && edges.length > 20);
  assert.deepEqual([...new Set(nodes.flatMap((node) => node.kinds))].filter((kind) => !kinds.some(({ name }) => name === kind)), []);
  assert.deepEqual([...new Set(edges.map(({ kind }) => kind))].filter((kind) => !relations.some(({ name }) => name === kind)), []);
});

test('export: each action of an Attack Flow says its tactic, the first how somebody gets in', () => {
  const { objects } = JSON.parse(glacis(['export', '--format', 'attack-flow', '--from', 'internet', '--to', 'cluster-admin', shop]).stdout) as { objects: { type: string; id: string; start_refs?: string[]; technique_id?: string; tactic_id?: string }[] };
  const actions = objects.filter(({ type }) => type === 'attack-action');
  assert.ok(actions.length >= 3);
  for (const { technique_id: technique, tactic_id: tactic } of actions) assert.ok(technique === undefined || /^TA\d{4}$/.test(tactic ?? ''), technique);
  const [start] = objects.flatMap(({ start_refs: starts = [] }) => starts);
  assert.equal(actions.find(({ id }) => id === start)?.tactic_id, 'TA0001');
});

const runs: readonly { readonly name: string; readonly of?: string; readonly args: readonly string[]; readonly status: number; readonly says: RegExp }[] = [
  { name: 'the whole slice', args: [], status: 0, says: /"schema": "glacis\.export\/v1"[^]*"serviceaccount:ci\/deployer"/ },
  { name: 'what lies between two ends, and the path', args: ['--from', 'internet', '--to', 'all-secrets'], status: 0, says: /"path": \{[^]*"to": "all-secrets"/ },
  { name: 'nothing where nothing lies between', of: 'examples/shop-hardened', args: ['--from', 'pod:shop/redis', '--to', 'cluster-admin'], status: 0, says: /"nodes": \[\],\s+"steps": \[\],\s+"path": null/ },
  { name: 'a path without ends', args: ['--format', 'attack-flow'], status: 2, says: /tells one path/ },
  { name: 'a path that is not there', of: 'examples/shop-hardened', args: ['--format', 'attack-flow', '--from', 'pod:shop/redis', '--to', 'cluster-admin'], status: 2, says: /no path from pod:shop\/redis/ },
  { name: 'an end that is not there', args: ['--from', 'serviceaccount:ci/deploier'], status: 2, says: /Did you mean serviceaccount:ci\/deployer/ },
  { name: 'a format that is none', args: ['--format', 'svg'], status: 2, says: /Allowed choices/ },
];
for (const { name, of = shop, args, status, says } of runs) {
  test(`export: ${name}`, () => {
    const run = glacis(['export', ...args, of]);
    assert.equal(run.status, status, run.stderr);
    assert.match(run.stdout + run.stderr, says);
  });
}

withShared('schemas/attack-flow/attack-flow-schema-2.0.0.json', () => {
  test('export: every object of an Attack Flow is valid', async () => {
    const normal = (text: string): object => JSON.parse(text.replaceAll(/"\$schema":\s*"[^"]*"/g, '"$schema": "https://json-schema.org/draft/2020-12/schema"')) as object;
    const unnamed = (text: string): object => ({ ...normal(text), $id: undefined });
    const ajv = new Ajv2020({
      strict: false, allErrors: true, unicodeRegExp: false,
      // They name themselves by http and by https: each is known by the name it is asked for.
      loadSchema: (uri) => Promise.resolve(unnamed(readShared(`schemas/attack-flow/oasis-open/${uri.split('/schemas/')[1] ?? ''}`))),
    });
    addFormats.default(ajv);
    assert.ok(sharedPath('schemas/attack-flow/oasis-open'));
    const validate = await ajv.compileAsync(normal(readShared('schemas/attack-flow/attack-flow-schema-2.0.0.json')));
    const objects = [JSON.parse(await written('attack-flow', 'plain')), JSON.parse(glacis(['export', '--format', 'attack-flow', '--from', 'internet', '--to', 'cluster-admin', shop]).stdout)].flatMap((bundle) => (bundle as { objects: { type: string }[] }).objects);
    assert.ok(objects.length > 15);
    for (const object of objects) if (object.type.startsWith('attack-')) assert.equal(validate(object), true, JSON.stringify([object, validate.errors?.slice(0, 4)]));
    assert.equal(validate({ ...objects.find(({ type }) => type === 'attack-action'), name: 1 }), false);
  });
});
