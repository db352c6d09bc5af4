import { entries, fields } from '../../cluster/read.ts';
import { readExpression } from '../../lang/selector.ts';

export type Report = (field: string, message: string) => void;

const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const longestPrefix = 253;

/** What the API server refuses in a label selector. */
export function validateSelector(selector: unknown, field: string, report: Report): void {
  if (selector === undefined || selector === null) return;
  const source = fields(selector);
  if (!source) return report(field, 'a selector is a map of matchLabels and matchExpressions');
  const labels = source['matchLabels'];
  if (labels !== undefined && labels !== null && !fields(labels)) report(`${field}.matchLabels`, 'matchLabels is a map');
  for (const [key, value] of Object.entries(fields(labels) ?? {})) {
    if (!isLabelKey(key)) report(`${field}.matchLabels`, `${key} is no key of a label`);
    if (!isLabelValue(value)) report(`${field}.matchLabels`, `${String(value)} is no value of a label`);
  }
  if (source['matchExpressions'] !== undefined && source['matchExpressions'] !== null && !Array.isArray(source['matchExpressions'])) report(`${field}.matchExpressions`, 'matchExpressions is a list');
  for (const { index, value } of entries(source['matchExpressions'])) {
    const at = `${field}.matchExpressions[${index}]`;
    const read = readExpression(value);
    if (typeof read === 'string') report(at, read);
    else if (read.operator === 'Gt' || read.operator === 'Lt') report(at, `${read.operator} is an operator of node selectors only`);
    else if (!isLabelKey(read.key)) report(at, `${read.key} is no key of a label`);
    else if (!read.values.every(isLabelValue)) report(at, 'a value is no value of a label');
  }
}

function isLabelKey(key: string): boolean {
  const parts = key.split('/');
  if (parts.length > 2) return false;
  const [prefix, name] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : [undefined, key];
  return namePart.test(name) && (prefix === undefined || (prefix.length <= longestPrefix && subdomain.test(prefix)));
}

function isLabelValue(value: unknown): boolean {
  return typeof value === 'string' && (value === '' || namePart.test(value));
}
