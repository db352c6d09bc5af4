import type { Severity } from '../model/assessment.ts';
import { nearest } from '../lang/nearest.ts';
import { readYaml } from '../lang/yaml/read.ts';
import { customRules, type RuleWords } from './custom-rules.ts';
import { everywhere, nothingDecided, type Attestation, type DecisionFile, type Exception, type Fault, type Scope } from './file.ts';
import { FieldReader } from './fields.ts';
import { invariantsOf } from './invariants.ts';

/** What the file may name. */
export interface Vocabulary {
  readonly rules: ReadonlySet<string>;
  /** The words of the severity table. */
  readonly severity: RuleWords['severity'];
  /** Recommendations that ask a person, by id with the gap of their question. */
  readonly questions: ReadonlyMap<string, string>;
}

export interface ReadDecisions {
  readonly file: DecisionFile;
  readonly faults: readonly Fault[];
}

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
const reasonHint = 'Say why, for whoever reads it a year from now.';
const ownerHint = 'Say who answers for it: a person or a team.';

/** Reads `glacis.yaml`. Everything that is wrong with it is a fault with its line; nothing is guessed. */
export function readDecisions(text: string, name: string, words: Vocabulary): ReadDecisions {
  const { value, problems } = readYaml(text);
  if (problems.length > 0) return { file: nothingDecided, faults: problems.map(({ line, message, remedy }) => ({ line, message, hint: remedy })) };
  const reader = new FieldReader(text);
  const root = reader.map(value, [], ['version', 'annotations', 'rules', 'exceptions', 'attestations', 'invariants']) ?? {};
  if (root['version'] !== undefined && root['version'] !== 1) reader.fault(['version'], `version is ${JSON.stringify(root['version'])}`, 'This version of glacis reads version: 1.');
  if (root['annotations'] !== undefined && typeof root['annotations'] !== 'boolean') reader.fault(['annotations'], 'annotations is neither true nor false', 'annotations: false ignores what objects say of themselves.');
  const rules = customRules(root['rules'], reader, name, { taken: words.rules, severity: words.severity });
  const known = { ...words, rules: new Set([...words.rules, ...rules.map(({ id }) => id)]) };
  return {
    file: {
      rules,
      annotations: root['annotations'] !== false,
      exceptions: reader.list(root['exceptions'], ['exceptions']).map((each, index) => exceptionOf(each, index, { reader, name, words: known })),
      attestations: reader.list(root['attestations'], ['attestations']).map((each, index) => attestationOf(each, index, { reader, name, words: known })),
      invariants: invariantsOf(root['invariants'], name, reader),
    },
    faults: reader.faults,
  };
}

interface Reading {
  readonly reader: FieldReader;
  readonly name: string;
  readonly words: Vocabulary;
}

function exceptionOf(value: unknown, index: number, { reader, name, words }: Reading): Exception {
  const path = ['exceptions', index];
  const fields = reader.map(value, path, ['rule', 'finding', 'where', 'upTo', 'value', 'reason', 'owner', 'until']) ?? {};
  const rules = reader.texts(fields['rule'], [...path, 'rule'], 'The id of a rule, a list of them, or "*".');
  for (const rule of rules) if (rule !== '' && rule !== '*' && !words.rules.has(rule)) unknownRule(rule, [...path, 'rule'], { reader, name, words });
  const findings = reader.texts(fields['finding'], [...path, 'finding'], 'The 12 hexadecimal digits of a finding.');
  for (const finding of findings) if (finding !== '' && !/^[0-9a-f]{12}$/.test(finding)) reader.fault([...path, 'finding'], `${finding} is no id of a finding`, 'glacis scan --all shows the 12 digits of each; quote those that are all digits.');
  if (fields['rule'] === undefined && fields['finding'] === undefined) reader.fault(path, `exceptions[${index}] names no rule and no finding`, 'Such as: rule: host-path');
  if (fields['rule'] !== undefined && fields['finding'] !== undefined) reader.fault(path, `exceptions[${index}] names rules and findings`, 'A finding says its rule already: name one or the other.');
  const valueText = fields['value'] === undefined ? null : reader.text(scalar(fields['value']), [...path, 'value'], 'The value that the finding shows.');
  return { rules, findings, scope: scopeOf(fields['where'], [...path, 'where'], reader), upTo: reader.oneOf(fields['upTo'], [...path, 'upTo'], severities), value: valueText, ...decided(fields, path, { reader, name, words }) };
}

/** `value: true` is written as the value is seen. */
function scalar(value: unknown): unknown {
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : value;
}

function unknownRule(rule: string, path: readonly (string | number)[], { reader, words }: Reading): void {
  const near = nearest(rule, words.rules);
  reader.fault(path, `there is no rule ${rule}`, near === undefined ? 'glacis rules lists the rules.' : `Did you mean ${near}?`);
}

function scopeOf(value: unknown, path: readonly (string | number)[], reader: FieldReader): Scope {
  if (value === undefined) return everywhere;
  const fields = reader.map(value, path, ['kinds', 'namespaces', 'names', 'containers', 'labels']) ?? {};
  const patterns = (field: string): readonly string[] => reader.texts(fields[field], [...path, field], 'A name, or a pattern with * and ?.');
  const labels = fields['labels'] === undefined ? {} : (reader.map(fields['labels'], [...path, 'labels'], Object.keys((fields['labels'] ?? {}) as object)) ?? {});
  const pairs = Object.entries(labels).map(([key, label]): readonly [string, string] => [key, typeof label === 'string' ? label : reader.text(undefined, [...path, 'labels', key], 'A label is a text: quote it.')]);
  return { kinds: patterns('kinds'), namespaces: patterns('namespaces'), names: patterns('names'), containers: patterns('containers'), labels: Object.fromEntries(pairs) };
}

function attestationOf(value: unknown, index: number, reading: Reading): Attestation {
  const { reader, words } = reading;
  const path = ['attestations', index];
  const fields = reader.map(value, path, ['question', 'answer', 'reason', 'owner', 'until']) ?? {};
  const asked = reader.text(fields['question'], [...path, 'question'], 'A recommendation such as nsa/U3, or a question such as gap/etcd-backups.');
  const question = words.questions.get(asked) ?? (asked.startsWith('gap/') ? asked : undefined);
  if (question === undefined && asked !== '') {
    const near = nearest(asked, words.questions.keys());
    reader.fault([...path, 'question'], `${asked} asks nothing of a person`, near === undefined ? 'glacis scan --all lists the questions by their ids.' : `Did you mean ${near}?`);
  }
  if (typeof fields['answer'] !== 'boolean') reader.fault([...path, 'answer'], `attestations[${index}].answer is missing or neither yes nor no`, 'answer: yes where it is as it should be, else answer: no');
  return { question: question ?? asked, answer: fields['answer'] === true, ...decided(fields, path, reading) };
}

function decided(fields: Readonly<Record<string, unknown>>, path: readonly (string | number)[], { reader, name }: Reading): { readonly reason: string; readonly owner: string; readonly until: string | null; readonly source: string } {
  return {
    reason: reader.text(fields['reason'], [...path, 'reason'], reasonHint),
    owner: reader.text(fields['owner'], [...path, 'owner'], ownerHint),
    until: reader.day(fields['until'], [...path, 'until']),
    source: `${name}:${reader.lineOf(path)}`,
  };
}
