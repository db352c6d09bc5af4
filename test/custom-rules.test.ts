// Rules that people write in glacis.yaml: how they are read, judged, tested and shown.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { assess } from '../src/assess.ts';
import { collectText } from '../src/collect/index.ts';
import { template } from '../src/commands/init.ts';
import { testedRule } from '../src/commands/rules-test.ts';
import { readDecisions, type ReadDecisions } from '../src/decisions/read.ts';
import { readYaml } from '../src/lang/yaml/read.ts';
import { vocabulary } from '../src/vocabulary.ts';
import { glacis } from './support/command.ts';

const directory = mkdtempSync(join(tmpdir(), 'glacis-custom-'));
after(() => rmSync(directory, { recursive: true }));

const texts = 'title: Is not so, why: Because it matters, fix: Do the other thing, message: is not so';
const grave = 'severity: {gain: node, position: a container, effort: none}';
const file = (judges: string, check: string, more = ''): string => `rules: [{id: own, judges: ${judges}, ${texts}, ${grave}, check: ${JSON.stringify(check)}${more === '' ? '' : `, ${more}`}}]\n`;
const read = (text: string): ReadDecisions => readDecisions(text, 'glacis.yaml', vocabulary);

const pod = (container = '', more = '', meta = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b${meta === '' ? '' : `, ${meta}`}}\nspec: {${more === '' ? '' : `${more}, `}containers: [{name: c, image: "registry.example/d:1"${container === '' ? '' : `, ${container}`}}]}\n`;

function judged(text: string, yaml: string): { readonly verdict: string; readonly fields: readonly string[]; readonly asks: readonly string[] } {
  const { file: decisions, faults } = read(text);
  assert.deepEqual(faults, []);
  const { rules, findings, gaps } = assess(collectText(yaml).snapshot, { decisions });
  const own = findings.filter(({ rule }) => rule === 'own');
  return { verdict: rules.find(({ id }) => id === 'own')?.verdict ?? '', fields: own.map(({ field }) => field), asks: gaps.filter(({ id }) => id === 'gap/rule/own').map(({ ask }) => ask) };
}

const verdicts: readonly (readonly [name: string, judges: string, check: string, yaml: string, verdict: string])[] = [
  ['a container as it is written', 'container', 'container.spec.image.startsWith("registry.example/")', pod(), 'pass'],
  ['a user inherited from the pod', 'container', 'container.runAsUser > 999', pod('', 'securityContext: {runAsUser: 500}'), 'fail'],
  ['its own user before that of the pod', 'container', 'container.runAsUser > 999', pod('securityContext: {runAsUser: 1000}', 'securityContext: {runAsUser: 500}'), 'pass'],
  ['capabilities after drop', 'container', '!("NET_RAW" in container.capabilities)', pod('securityContext: {capabilities: {drop: [ALL]}}'), 'pass'],
  ['capabilities before drop', 'container', '!("NET_RAW" in container.capabilities)', pod(), 'fail'],
  ['host paths with their subPath', 'container', '!container.hostPaths.exists(p, p.path == "/etc/kubernetes")', pod('volumeMounts: [{name: v, mountPath: /x, subPath: kubernetes}]', 'volumes: [{name: v, hostPath: {path: /etc/}}]'), 'fail'],
  ['what the image decides is not known', 'container', '!container.runsAsRoot', pod(), 'unknown'],
  ['what is not known and does not decide', 'container', 'container.name == "c" || !container.runsAsRoot', pod(), 'pass'],
  ['what is not known and comes first', 'container', '!container.runsAsRoot || container.name == "c"', pod(), 'pass'],
  ['a field that is not set is not there', 'container', 'has(container.runAsUser)', pod(), 'fail'],
  ['labels of the template', 'workload', '"team" in workload.labels', pod('', '', 'labels: {team: x}'), 'pass'],
  ['the account in force', 'workload', 'workload.serviceAccount != "default"', pod(), 'fail'],
  ['labels of a namespace that was not given', 'workload', 'namespaceObject.metadata.labels["tier"] == "front"', pod(), 'unknown'],
  ['labels of a namespace that was given', 'workload', 'namespaceObject.metadata.labels["tier"] == "front"', `${pod()}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b, labels: {tier: front}}\n`, 'pass'],
  ['a namespace by its name', 'namespace', 'namespaceObject.metadata.name.startsWith("team-")', pod(), 'fail'],
  ['an expression that fails decides nothing', 'workload', 'object.metadata.labels.team == "x"', pod(), 'unknown'],
  ['an expression that comes to a text decides nothing', 'workload', 'object.metadata.name', pod(), 'unknown'],
];

for (const [name, judges, check, yaml, verdict] of verdicts) {
  test(`custom rule: ${name}`, () => assert.equal(judged(file(judges, check), yaml).verdict, verdict));
}

const service = (type: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: b}\nspec: {type: ${type}, ports: [{port: 80}]}\n`;

test('custom rule: objects of the kinds it names, and no others', () => {
  const text = file('object', 'object.spec.type != "NodePort"', 'kinds: Service, field: spec.type');
  assert.deepEqual(judged(text, service('NodePort')), { verdict: 'fail', fields: ['spec.type'], asks: [] });
  assert.equal(judged(text, service('ClusterIP')).verdict, 'pass');
  assert.equal(judged(text, pod()).verdict, 'not-applicable');
});

test('custom rule: when says what it is asked of', () => {
  const text = file('container', 'container.name == "x"', 'when: \'container.list == "init"\'');
  assert.equal(judged(text, pod()).verdict, 'not-applicable');
  assert.equal(judged(text, pod('', 'initContainers: [{name: i, image: j}]')).verdict, 'fail');
});

test('custom rule: a finding shows the field that the rule names', () => {
  assert.deepEqual(judged(file('container', 'container.privileged == false', 'field: securityContext.privileged'), pod('securityContext: {privileged: true}')).fields, ['spec.containers[0].securityContext.privileged']);
  assert.deepEqual(judged(file('workload', 'false', 'field: metadata.labels.team'), 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: b}\nspec: {template: {spec: {containers: [{name: c, image: d}]}}}\n').fields, ['spec.template.metadata.labels.team']);
  assert.deepEqual(judged(file('object', 'false', 'kinds: [Service], field: \'metadata.annotations["a.b/c"]\''), service('ClusterIP')).fields, ['metadata.annotations["a.b/c"]']);
});

test('custom rule: what cannot be evaluated asks, and names the rule', () => {
  assert.match(judged(file('workload', 'object.metadata.labels.team == "x"'), pod()).asks.join(), /Rule own cannot be evaluated.*rules test/);
});

test('custom rule: an exception accepts what it finds', () => {
  const { file: decisions, faults } = read(`${file('workload', 'false')}exceptions: [{rule: own, reason: r, owner: o}]\n`);
  assert.deepEqual(faults, []);
  const { findings } = assess(collectText(pod()).snapshot, { decisions });
  assert.deepEqual(findings.filter(({ rule }) => rule === 'own').map(({ decision }) => decision?.reason), ['r']);
});

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(resolve(import.meta.dirname, '../schema/glacis-yaml-v1.json'), 'utf8')) as object);

const wrong: readonly { readonly text: string; readonly says: RegExp; readonly schema?: false }[] = [
  { text: file('pod', 'true'), says: /judges is "pod".*container, workload/ },
  { text: file('workload', 'true').replace('id: own', 'id: host-pid'), says: /rule host-pid is there already/, schema: false },
  { text: file('workload', 'true').replace('id: own', 'id: Own'), says: /Own is no id of a rule/ },
  { text: file('workload', 'true').replace('gain: node', 'gain: nod'), says: /gain is "nod".*hygiene/ },
  { text: file('workload', 'true').replace(', effort: none', ''), says: /names no effort/ },
  { text: file('workload', 'workload.name =='), says: /cannot be read/, schema: false },
  { text: file('object', 'true'), says: /names no kinds/ },
  { text: file('workload', 'true', 'kinds: [Service]'), says: /names kinds/ },
  { text: file('workload', 'true', 'field: "a..b"'), says: /a\.\.b is no field/, schema: false },
  { text: file('workload', 'true', 'on: push'), says: /no field true/ },
  { text: file('workload', 'true').replace('title: Is not so, ', ''), says: /title is missing/ },
  { text: file('workload', 'true').replace(/\]\n$/, `, {id: own, judges: workload, ${texts}, ${grave}, check: "true"}]`), says: /two rules own/, schema: false },
];

for (const { text, says, schema } of wrong) {
  test(`custom rule: ${text.slice(0, -1)} is refused: ${says.source}`, () => {
    const [first] = read(text).faults;
    assert.match(`${first?.message} ${first?.hint}`, says);
    assert.equal(validate(readYaml(text).value), schema === false);
  });
}

test('custom rule: the schema takes what the reader takes', () => {
  for (const text of [file('workload', 'true'), file('object', 'true', 'kinds: [Service]'), file('container', 'true', 'when: "true", expected: x, examples: {bad: ["a: b"]}')]) {
    assert.deepEqual(read(text).faults, []);
    assert.ok(validate(readYaml(text).value), JSON.stringify(validate.errors));
  }
});

const flow = (yaml: string): string => JSON.stringify(yaml);
const examples = (bad: string, good: string, unknown = ''): string => file('container', '!container.runsAsRoot', `examples: {bad: [${flow(bad)}], good: [${flow(good)}]${unknown === '' ? '' : `, unknown: [${flow(unknown)}]`}}`);
const root = pod('securityContext: {runAsUser: 0}');
const other = pod('securityContext: {runAsUser: 1000}');

test('glacis rules test: examples that hold, and those that do not with the reason', () => {
  const tested = (text: string): readonly (string | undefined)[] => read(text).file.rules.flatMap(testedRule).map(({ fault }) => fault);
  assert.deepEqual(tested(examples(root, other, pod())), [undefined, undefined, undefined]);
  assert.deepEqual(tested(examples(other, root)), ['it is good', 'it is bad']);
  assert.match(tested(examples(pod(), other)).join(), /it is unknown: .*user/i);
  assert.match(tested(examples('a: [', other)).join(), /line 1 of it/);
  assert.match(tested(examples(service('NodePort'), other)).join(), /nothing in it is judged/);
  assert.deepEqual(tested(file('container', 'true')), ['it has no bad example', 'it has no good example']);
});

test('glacis: custom rules are tested, listed, explained, selected, and found in every format', () => {
  writeFileSync(join(directory, 'glacis.yaml'), `${examples(root, other)}`);
  writeFileSync(join(directory, 'pod.yaml'), root);
  const run = (...args: readonly string[]): ReturnType<typeof glacis> => glacis(args, { cwd: directory });
  assert.match(run('rules', 'test').stdout, /1 rule, 2 examples, 0 failed/);
  assert.match(run('rules').stdout, /CUSTOM\n.*own +Is not so/);
  assert.match(run('explain', 'own').stdout, /Because it matters/);
  assert.match(run('scan', 'pod.yaml', '--select', 'custom').stdout, /is not so/);
  assert.match(run('scan', 'pod.yaml', '--select', 'own,host-pid', '--format', 'junit').stdout, /own/);
  const sarif = JSON.parse(run('scan', 'pod.yaml', '--select', 'own', '--format', 'sarif').stdout) as { runs: { tool: { driver: { rules: { id: string; helpUri?: string }[] } } }[] };
  assert.deepEqual(sarif.runs[0]?.tool.driver.rules.map(({ id, helpUri }) => [id, helpUri]), [['own', undefined]]);
  assert.equal(run('scan', 'pod.yaml', '--select', 'own', '--fail-on', 'high').status, 1);
  assert.equal(run('scan', 'pod.yaml', '--no-config', '--select', 'own').status, 2);
});

test('glacis rules test: an example that does not hold is exit status 1, a file without rules 2', () => {
  writeFileSync(join(directory, 'wrong.yaml'), examples(other, root));
  writeFileSync(join(directory, 'none.yaml'), 'version: 1\n');
  const failed = glacis(['rules', 'test', 'wrong.yaml'], { cwd: directory });
  assert.deepEqual([failed.status, /2 failed/.test(failed.stdout)], [1, true]);
  const none = glacis(['rules', 'test', 'none.yaml'], { cwd: directory });
  assert.equal(none.status, 2);
  assert.match(none.stderr, /none\.yaml has no rules[^]*docs\/custom-rules\.md/);
});

test('custom rule: the example of init holds', () => {
  const { file: decisions, faults } = read(template.replaceAll(/^# {2}(.*)$/gm, '  $1').replaceAll(' []\n', '\n'));
  assert.deepEqual(faults, []);
  assert.ok(decisions.rules.length > 0);
  assert.deepEqual(decisions.rules.flatMap(testedRule).filter(({ fault }) => fault !== undefined), []);
});

test('custom rule: the example of the documentation holds', () => {
  const [, text = ''] = /```yaml\n(version: 1[^]*?)```/.exec(readFileSync(resolve(import.meta.dirname, '../docs/custom-rules.md'), 'utf8')) ?? [];
  const { file: decisions, faults } = read(text);
  assert.deepEqual(faults, []);
  assert.ok(decisions.rules.length > 1);
  assert.deepEqual(decisions.rules.flatMap(testedRule).filter(({ fault }) => fault !== undefined), []);
});
