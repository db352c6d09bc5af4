import { expressionFault } from '../lang/cel/index.ts';
import type { CustomRule, CustomSubject } from '../model/custom-rule.ts';
import { pathOf, type Path } from '../model/object.ts';
import type { FieldReader } from './fields.ts';

/** What custom rules may say, and what they may not be called. */
export interface RuleWords {
  readonly taken: ReadonlySet<string>;
  readonly severity: Readonly<Record<keyof CustomRule['severity'], readonly string[]>>;
}

const subjects: readonly CustomSubject[] = ['container', 'workload', 'namespace', 'object'];
const keys = ['id', 'judges', 'kinds', 'title', 'why', 'fix', 'severity', 'when', 'check', 'message', 'field', 'expected', 'examples'];

/** The rules of `glacis.yaml`; everything that is wrong with them is a fault with its line. */
export function customRules(list: unknown, reader: FieldReader, name: string, words: RuleWords): readonly CustomRule[] {
  const seen = new Set<string>();
  return reader.list(list, ['rules']).map((value, index) => {
    const rule = customRule(value, ['rules', index], reader, name, words);
    if (seen.has(rule.id)) reader.fault(['rules', index, 'id'], `there are two rules ${rule.id}`, 'Give each an id of its own.');
    seen.add(rule.id);
    return rule;
  });
}

function customRule(value: unknown, path: Path, reader: FieldReader, name: string, words: RuleWords): CustomRule {
  const fields = reader.map(value, path, keys) ?? {};
  const text = (key: string, hint: string): string => reader.text(fields[key], [...path, key], hint);
  const id = text('id', 'Small letters and dashes, such as: team-label');
  if (id !== '' && !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) reader.fault([...path, 'id'], `${id} is no id of a rule`, 'Small letters, digits and dashes, such as: team-label');
  if (words.taken.has(id)) reader.fault([...path, 'id'], `rule ${id} is there already`, 'Give it another id.');
  const on = reader.oneOf(fields['judges'], [...path, 'judges'], subjects);
  if (fields['judges'] === undefined) reader.fault(path, `rule ${id} does not say what it judges`, `judges: ${subjects.join(', ')}`);
  const kinds = reader.texts(fields['kinds'], [...path, 'kinds'], 'Such as: Service, or networking.k8s.io/Ingress').map((kind) => (kind.includes('/') ? kind : `/${kind}`));
  if (on === 'object' && kinds.length === 0) reader.fault(path, `rule ${id} judges objects and names no kinds`, 'kinds: [Service, networking.k8s.io/Ingress]');
  if (on !== null && on !== 'object' && kinds.length > 0) reader.fault([...path, 'kinds'], `rule ${id} judges each ${on} and names kinds`, 'Leave kinds out, or judge objects: judges: object');
  return {
    id, on: on ?? 'object', kinds,
    title: text('title', 'What is wrong where it fails.'),
    why: text('why', 'What an attacker does with it.'),
    fix: text('fix', 'What to do, and what that may break.'),
    message: text('message', 'What is said of the object: names no team'),
    severity: severityOf(fields['severity'], [...path, 'severity'], reader, words),
    when: fields['when'] === undefined ? null : expression(fields['when'], [...path, 'when'], reader),
    check: expression(fields['check'], [...path, 'check'], reader),
    field: fieldAt(fields['field'], [...path, 'field'], reader),
    expected: fields['expected'] === undefined ? null : reader.text(fields['expected'], [...path, 'expected'], 'The value that passes, as a text.'),
    examples: examplesOf(fields['examples'], [...path, 'examples'], reader),
    source: `${name}:${reader.lineOf(path)}`,
  };
}

function severityOf(value: unknown, path: Path, reader: FieldReader, { severity }: RuleWords): CustomRule['severity'] {
  const fields = reader.map(value, path, Object.keys(severity)) ?? {};
  const word = (key: keyof CustomRule['severity']): string => {
    if (fields[key] === undefined) reader.fault(path, `severity names no ${key}`, `${key}: ${severity[key].join(', ')}`);
    return reader.oneOf(fields[key], [...path, key], severity[key]) ?? '';
  };
  return { gain: word('gain'), position: word('position'), effort: word('effort') };
}

function expression(value: unknown, path: Path, reader: FieldReader): string {
  const text = reader.text(value, path, 'An expression in CEL that comes to true or false.');
  const wrong = text === '' ? undefined : expressionFault(text);
  if (wrong !== undefined) reader.fault(path, `${text} cannot be read: ${wrong}`, 'CEL as Kubernetes has it in policies, such as: has(object.metadata.labels) && "team" in object.metadata.labels');
  return text;
}

function fieldAt(value: unknown, path: Path, reader: FieldReader): Path {
  if (value === undefined) return [];
  const text = reader.text(value, path, 'Such as: securityContext.runAsUser, or metadata.annotations["a.b/c"]');
  const found = pathOf(text);
  if (!found) reader.fault(path, `${text} is no field`, 'Such as: securityContext.runAsUser, or metadata.annotations["a.b/c"]');
  return found ?? [];
}

function examplesOf(value: unknown, path: Path, reader: FieldReader): CustomRule['examples'] {
  const fields = reader.map(value, path, ['bad', 'good', 'unknown']) ?? {};
  const of = (key: string): readonly string[] => reader.texts(fields[key], [...path, key], 'Manifests as one text: begin it with |');
  return { bad: of('bad'), good: of('good'), unknown: of('unknown') };
}
