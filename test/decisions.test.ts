import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { assess } from '../src/assess.ts';
import { collectText } from '../src/collect/index.ts';
import { template } from '../src/commands/init.ts';
import { nothingDecided } from '../src/decisions/file.ts';
import { readDecisions, type ReadDecisions } from '../src/decisions/read.ts';
import { readYaml } from '../src/lang/yaml/read.ts';
import type { Assessment } from '../src/model/assessment.ts';
import { vocabulary } from '../src/vocabulary.ts';
import { glacis } from './support/command.ts';

const today = new Date('2026-11-28T12:00:00Z');
const why = 'reason: r, owner: o';
const cluster = (annotations = '', template = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {tier: front}, annotations: {${annotations}}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, annotations: {${template}}}
    spec: {hostPID: true, hostIPC: true, containers: [{name: c, image: d, securityContext: {privileged: true}}, {name: e, image: d, securityContext: {privileged: true}}]}
`;

const read = (text: string): ReadDecisions => readDecisions(text, 'glacis.yaml', vocabulary);

function decided(exceptions: string, yaml: string = cluster()): Assessment {
  const { file, faults } = read(exceptions);
  assert.deepEqual(faults, []);
  return assess(collectText(yaml).snapshot, { decisions: file, today });
}

const accepted = ({ findings }: Assessment): readonly string[] => findings.filter(({ decision }) => decision !== null).map(({ rule, container }) => `${rule}${container === null ? '' : `/${container}`}`).toSorted();
const states = ({ decisions }: Assessment): readonly string[] => decisions.map(({ about, state, decides }) => `${about} ${state} ${decides}`);

const scopes: readonly { readonly where: string; readonly accepts: readonly string[] }[] = [
  { where: 'rule: host-pid', accepts: ['host-pid'] },
  { where: 'rule: [host-pid, host-ipc]', accepts: ['host-ipc', 'host-pid'] },
  { where: 'rule: host-pid, where: {namespaces: sh*}', accepts: ['host-pid'] },
  { where: 'rule: host-pid, where: {namespaces: [other, "s?op"]}', accepts: ['host-pid'] },
  { where: 'rule: host-pid, where: {namespaces: sho}', accepts: [] },
  { where: 'rule: host-pid, where: {namespaces: "s.op"}', accepts: [] },
  { where: 'rule: host-pid, where: {kinds: Deployment, names: web}', accepts: ['host-pid'] },
  { where: 'rule: host-pid, where: {kinds: DaemonSet, names: web}', accepts: [] },
  { where: 'rule: privileged, where: {containers: e}', accepts: ['privileged/e'] },
  { where: 'rule: host-pid, where: {labels: {tier: front}}', accepts: ['host-pid'] },
  { where: 'rule: host-pid, where: {labels: {app: web, tier: front}}', accepts: ['host-pid'] },
  { where: 'rule: host-pid, where: {labels: {app: api}}', accepts: [] },
  { where: 'rule: host-pid, upTo: low', accepts: [] },
  { where: 'rule: host-pid, upTo: critical', accepts: ['host-pid'] },
  { where: 'rule: host-pid, value: true', accepts: ['host-pid'] },
  { where: 'rule: host-pid, value: "1"', accepts: [] },
  { where: 'rule: host-pid, until: 2026-11-28', accepts: ['host-pid'] },
  { where: 'rule: host-pid, until: 2026-11-27', accepts: [] },
];
for (const { where, accepts } of scopes) {
  test(`decisions: {${where}} accepts ${accepts.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(accepted(decided(`exceptions: [{${where}, ${why}}]`)), accepts);
  });
}

test('decisions: a finding is accepted by its id', () => {
  const id = assess(collectText(cluster()).snapshot).findings.find(({ rule }) => rule === 'host-ipc')?.id;
  assert.deepEqual(accepted(decided(`exceptions: [{finding: "${id}", ${why}}]`)), ['host-ipc']);
});

test('decisions: "*" accepts every rule there', () => {
  const all = decided(`exceptions: [{rule: "*", where: {namespaces: shop}, ${why}}]`);
  assert.ok(accepted(all).length > 8);
  assert.deepEqual(all.findings.filter(({ decision, object }) => decision === null && object.namespace === 'shop'), []);
});

test('decisions: an accepted finding counts no more, and keeps all it says', () => {
  const [before, now] = [decided('version: 1'), decided(`exceptions: [{rule: host-pid, ${why}}]`)];
  const one = before.findings.find(({ rule }) => rule === 'host-pid') ?? assert.fail();
  assert.equal(now.summary.findings[one.severity], before.summary.findings[one.severity] - 1);
  assert.equal(now.summary.accepted, 1);
  const decision = { kind: 'exception', reason: 'r', owner: 'o', until: null, source: 'glacis.yaml:1' };
  assert.deepEqual(JSON.parse(JSON.stringify(now.findings.find(({ rule }) => rule === 'host-pid'))), { ...(JSON.parse(JSON.stringify(one)) as object), decision });
});

test('decisions: each says what became of it', () => {
  const list = [`{rule: [host-pid, host-ipc], ${why}}`, `{rule: host-pid, ${why}}`, `{rule: host-path, ${why}}`, `{rule: privileged, until: 2020-01-01, ${why}}`];
  assert.deepEqual(states(decided(`exceptions: [${list.join(', ')}]`)), ['host-pid, host-ipc active 2', 'host-pid redundant 0', 'host-path unused 0', 'privileged expired 2']);
});

const annotations: readonly { readonly annotation: string; readonly accepts: readonly string[]; readonly problem?: RegExp }[] = [
  { annotation: 'glacis.dev/accept.host-pid: "needs it; platform; 2027-01-31"', accepts: ['host-pid'] },
  { annotation: 'glacis.dev/accept.host-pid: "needs it; really; platform"', accepts: ['host-pid'] },
  { annotation: 'glacis.dev/accept.host-pid: "needs it; platform; 2026-11-01"', accepts: [] },
  { annotation: 'glacis.dev/accept.host-pid: "needs it"', accepts: [], problem: /a reason and an owner/ },
  { annotation: 'glacis.dev/accept.host-pid: ""', accepts: [], problem: /a reason and an owner/ },
  { annotation: 'glacis.dev/accept.host-pid: "a; b; 2027-02-30"', accepts: [], problem: /2027-02-30 is no day/ },
  { annotation: 'glacis.dev/accept.host-pdi: "a; b"', accepts: [], problem: /no rule host-pdi, did you mean host-pid/ },
  { annotation: 'glacis.dev/accept.*: "a; b"', accepts: [], problem: /no rule \*/ },
];
for (const { annotation, accepts, problem } of annotations) {
  for (const place of ['object', 'template'] as const) {
    test(`decisions: ${annotation} on the ${place} accepts ${accepts.join() || 'nothing'}`, () => {
      const other = cluster().replaceAll('web', 'api');
      const assessment = assess(collectText(`${place === 'object' ? cluster(annotation) : cluster('', annotation)}---\n${other}`).snapshot, { decisions: nothingDecided, today });
      assert.deepEqual(accepted(assessment), accepts);
      const [said] = assessment.input.problems;
      if (problem) assert.match(said?.message ?? '', problem);
      else assert.equal(said, undefined);
    });
  }
}

test('decisions: annotations are heard only where the file and the caller let them', () => {
  const yaml = cluster('glacis.dev/accept.host-pid: "a; b"');
  assert.deepEqual(accepted(decided('annotations: false', yaml)), []);
  assert.deepEqual(accepted(assess(collectText(yaml).snapshot, { today })), []);
  assert.deepEqual(accepted(decided('annotations: true', yaml)), ['host-pid']);
});

const attested = (answer: string, rest = ''): Assessment => decided(`attestations: [{question: nsa/L20, answer: ${answer}, ${why}${rest}}]`);
test('decisions: a yes passes the recommendation that only asked a person, a no fails it', () => {
  const of = (assessment: Assessment): string | undefined => assessment.recommendations.find(({ id }) => id === 'nsa/L20')?.verdict;
  const before = decided('version: 1');
  assert.deepEqual([of(before), of(attested('yes')), of(attested('no')), of(attested('yes', ', until: 2020-01-01'))], ['unknown', 'pass', 'fail', 'unknown']);
  assert.equal(attested('yes').summary.questions, before.summary.questions - 1);
  assert.equal(attested('yes').summary.recommendations.pass, before.summary.recommendations.pass + 1);
  assert.ok(!attested('no').gaps.some(({ id }) => id === 'gap/attest/L20'));
});

test('decisions: a yes makes a threat absent that waited for nothing else, a no decides nothing of it', () => {
  const node = 'apiVersion: v1\nkind: Node\nmetadata: {name: n}\n';
  const waiting = (text: string): Assessment => decided(text, node);
  const before = waiting('version: 1');
  const threat = before.threats.find(({ verdict, gaps }) => verdict === 'unknown' && gaps.length === 1 && before.gaps.some(({ id, source }) => id === gaps[0] && source === 'person')) ?? assert.fail('no threat waits for a person alone');
  const verdict = (answer: string): string | undefined => waiting(`attestations: [{question: ${threat.gaps[0]}, answer: ${answer}, ${why}}]`).threats.find(({ id }) => id === threat.id)?.verdict;
  assert.deepEqual([verdict('yes'), verdict('no')], ['absent', 'unknown']);
});

test('decisions: an answer to a question that nobody asks is unused', () => {
  assert.deepEqual(states(decided(`attestations: [{question: gap/no-such, answer: yes, ${why}}]`)), ['gap/no-such unused 0']);
});

// Both the reader and the published schema refuse these; the reader says where and what to do.
const wrong: readonly { readonly text: string; readonly says: RegExp; readonly line?: number; readonly schema?: false }[] = [
  { text: '- a', says: /the file is no map/ },
  { text: 'version: 2', says: /version is 2/ },
  { text: 'exception: []', says: /no field exception.*Did you mean exceptions/ },
  { text: 'annotations: maybe', says: /annotations is neither/ },
  { text: 'exceptions: {}', says: /exceptions is no list/ },
  { text: `exceptions:\n  - {rule: host-pid, ${why}}\n  - {rule: host-pdi, ${why}}`, says: /no rule host-pdi.*Did you mean host-pid/, line: 3, schema: false },
  { text: 'exceptions: [{rule: host-pid, owner: o}]', says: /reason is missing/ },
  { text: 'exceptions: [{rule: host-pid, reason: r}]', says: /owner is missing/ },
  { text: 'exceptions: [{rule: host-pid, reason: " ", owner: o}]', says: /reason is no text/ },
  { text: `exceptions: [{${why}}]`, says: /names no rule and no finding/ },
  { text: `exceptions: [{rule: host-pid, finding: 0123456789ab, ${why}}]`, says: /rules and findings/ },
  { text: `exceptions: [{finding: abc, ${why}}]`, says: /abc is no id of a finding/ },
  { text: `exceptions: [{rule: [], ${why}}]`, says: /rule is empty/ },
  { text: `exceptions: [{rule: host-pid, until: 2027-02-30, ${why}}]`, says: /until is no day/ },
  { text: `exceptions: [{rule: host-pid, until: soon, ${why}}]`, says: /until is no day/ },
  { text: `exceptions: [{rule: host-pid, upTo: grave, ${why}}]`, says: /upTo is "grave"/ },
  { text: `exceptions: [{rule: host-pid, where: {namespace: a}, ${why}}]`, says: /no field namespace.*Did you mean namespaces/ },
  { text: `exceptions: [{rule: host-pid, where: {labels: {a: 1}}, ${why}}]`, says: /labels\.a is missing.*quote it/ },
  { text: `exceptions: [{rule: host-pid, value: {a: b}, ${why}}]`, says: /value is no text/ },
  { text: `exceptions: [{rule: host-pid, expires: 2027-01-01, ${why}}]`, says: /no field expires/ },
  { text: `attestations: [{question: nsa/L99, answer: yes, ${why}}]`, says: /nsa\/L99 asks nothing of a person.*Did you mean nsa\/L/, schema: false },
  { text: `attestations: [{question: U3, answer: yes, ${why}}]`, says: /U3 asks nothing of a person/ },
  { text: `attestations: [{question: nsa/L20, ${why}}]`, says: /answer is missing/ },
  { text: `attestations: [{question: nsa/L20, answer: "true", ${why}}]`, says: /answer is missing or neither/ },
];
const schema = JSON.parse(readFileSync(resolve(import.meta.dirname, '../schema/glacis-yaml-v1.json'), 'utf8')) as object;
const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

for (const { text, says, line = 1, schema: inSchema } of wrong) {
  test(`decisions: ${text.split('\n').at(-1)} is refused`, () => {
    const [first] = read(text).faults;
    assert.match(`${first?.message} ${first?.hint}`, says);
    assert.equal(first?.line, line);
    assert.equal(validate(readYaml(text).value), inSchema === false);
  });
}

const right = ['', 'version: 1', 'exceptions:', ...scopes.map(({ where }) => `exceptions: [{${where}, ${why}}]`), `attestations: [{question: nsa/L20, answer: no, until: 2027-01-31, ${why}}]`, template, template.replaceAll(/^# {2}(.*)$/gm, '  $1').replaceAll(' []\n', '\n')];
for (const [index, text] of right.entries()) {
  test(`decisions: file ${index} is taken by reader and schema`, () => {
    assert.deepEqual(read(text).faults, []);
    assert.ok(validate(readYaml(text).value), JSON.stringify(validate.errors));
  });
}

test('decisions: the example of the documentation is taken', () => {
  const [, text = ''] = /```yaml\n(version: 1[^]*?)```/.exec(readFileSync(resolve(import.meta.dirname, '../docs/decisions.md'), 'utf8')) ?? [];
  const { file, faults } = read(text);
  assert.deepEqual([faults, file.exceptions.length, file.attestations.length], [[], 1, 1]);
  assert.ok(validate(readYaml(text).value));
});

test('decisions: the examples of glacis init are all there once they are no comments', () => {
  const { exceptions, attestations, invariants } = read(right.at(-1) ?? '').file;
  assert.deepEqual([exceptions.length, exceptions[0]?.scope.names, attestations.length, attestations[0]?.answer, invariants.length], [1, ['fluent-*'], 1, true, 2]);
});

const directory = mkdtempSync(join(tmpdir(), 'glacis-decisions-'));
after(() => rmSync(directory, { recursive: true }));

test('decisions: glacis init writes a file that scan takes, and writes over none', () => {
  assert.equal(glacis(['init'], { cwd: directory }).status, 0);
  writeFileSync(join(directory, 'd.yaml'), cluster());
  assert.equal(glacis(['scan', 'd.yaml'], { cwd: directory }).status, 0);
  assert.deepEqual([glacis(['init'], { cwd: directory }).status, glacis(['init', '--force'], { cwd: directory }).status], [2, 0]);
});

test('decisions: a scan shows what was accepted, does not fail for it, and can be told to forget', () => {
  writeFileSync(join(directory, 'own.yaml'), `exceptions:\n  - {rule: "*", ${why}}\n  - {rule: host-path, until: 2020-01-01, ${why}}\n`);
  writeFileSync(join(directory, 'd.yaml'), cluster());
  const run = glacis(['scan', 'd.yaml', '--config', 'own.yaml', '--fail-on', 'low', '--all'], { cwd: directory, env: { COLUMNS: '120' } });
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stdout, /decided +\d+ findings accepted; of 2 decisions 1 expired[^]*expired: exception for host-path by o until 2020-01-01, own\.yaml:3[^]*none but what was accepted/);
  assert.equal(glacis(['scan', 'd.yaml', '--no-config', '--fail-on', 'low'], { cwd: directory }).status, 1);
});

test('decisions: a misspelt rule is an error with its line, wherever the file is', () => {
  writeFileSync(join(directory, 'wrong.yaml'), `exceptions:\n  - {rule: privilegd, ${why}}\n`);
  const run = glacis(['scan', 'd.yaml', '--config', 'wrong.yaml'], { cwd: directory });
  assert.deepEqual([run.status, run.stderr], [2, 'glacis: wrong.yaml:2: there is no rule privilegd\nDid you mean privileged?\n']);
  assert.equal(glacis(['scan', 'd.yaml', '--config', 'no-such.yaml'], { cwd: directory }).status, 2);
});

test('decisions: a file in what is scanned accepts nothing', () => {
  writeFileSync(join(directory, 'glacis.yaml'), `exceptions: [{rule: "*", ${why}}]\n`);
  assert.equal(glacis(['scan', directory, '--fail-on', 'low']).status, 1);
});
