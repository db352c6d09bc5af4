import { entries, fields, text, texts, textMap } from '../../cluster/read.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Does a LabelSelector select these labels? An empty selector selects everything. Undefined where the selector is one that
 * Kubernetes refuses (an unknown operator, `In` without values, `Exists` with some).
 */
export function selects(selector: unknown, labels: Labels): boolean | undefined {
  const { matchLabels, matchExpressions } = fields(selector) ?? {};
  let all = true;
  for (const [key, value] of Object.entries(textMap(matchLabels))) all &&= has(labels, key) && labels[key] === value;
  for (const { value } of entries(matchExpressions)) {
    const held = expressionHolds(text(value['key']) ?? '', value['operator'], texts(value['values']), labels);
    if (held === undefined) return undefined;
    all &&= held;
  }
  return all;
}

function expressionHolds(key: string, operator: unknown, values: readonly string[], labels: Labels): boolean | undefined {
  const present = has(labels, key);
  const listed = present && values.includes(labels[key] ?? '');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) return undefined;
    return operator === 'In' ? listed : !listed;
  }
  if ((operator !== 'Exists' && operator !== 'DoesNotExist') || values.length > 0) return undefined;
  return operator === 'Exists' ? present : !present;
}

function has(labels: Labels, key: string): boolean {
  return Object.hasOwn(labels, key);
}
