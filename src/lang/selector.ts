/** The operators of a label selector; `Gt` and `Lt` exist in node selectors and in the string form only. */
export type SelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/**
 * A selector that was read. `requirements` all have to hold; none selects everything.
 * A missing selector and one that the API server would refuse select nothing; the latter says why in `error`.
 */
export interface Selector {
  readonly nothing: boolean;
  readonly requirements: readonly Requirement[];
  readonly error?: string;
}

export const everything: Selector = { nothing: false, requirements: [] };
export const nothing: Selector = { nothing: true, requirements: [] };

const operators: ReadonlySet<string> = new Set<SelectorOperator>(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']);

/** Whether all of `matchLabels` stand in `labels` with equal values. An empty map matches everything, as a Service's selector does not. */
export function matchesLabels(matchLabels: Labels, labels: Labels): boolean {
  for (const [key, value] of Object.entries(matchLabels)) {
    if (!Object.hasOwn(labels, key) || labels[key] !== value) return false;
  }
  return true;
}

/** A map of labels that are all asked for, as a Service's selector is: an empty one selects nothing. */
export function mapSelector(labels: Labels): Selector {
  const requirements = Object.entries(labels).map(([key, value]): Requirement => ({ key, operator: 'In', values: [value] }));
  return requirements.length === 0 ? nothing : { nothing: false, requirements };
}

/**
 * Reads a LabelSelector (`matchLabels`, `matchExpressions`). Missing or null selects nothing, `{}` selects everything:
 * metav1.LabelSelectorAsSelector. Where a field gives "missing" another meaning, its reader decides that first.
 */
export function readSelector(selector: unknown): Selector {
  if (selector === undefined || selector === null) return nothing;
  const source = asFields(selector);
  if (!source) return refused('a selector is a map');
  const requirements: Requirement[] = [];
  for (const [key, value] of Object.entries(asFields(source['matchLabels']) ?? {})) {
    if (typeof value !== 'string') return refused(`matchLabels: the value of ${key} is no string`);
    requirements.push({ key, operator: 'In', values: [value] });
  }
  const expressions = source['matchExpressions'] ?? [];
  if (!Array.isArray(expressions)) return refused('matchExpressions is a list');
  for (const expression of expressions) {
    const requirement = readExpression(expression);
    if (typeof requirement === 'string') return refused(requirement);
    requirements.push(requirement);
  }
  return { nothing: false, requirements };
}

/** One entry of `matchExpressions`, or why the API server would refuse it. */
export function readExpression(expression: unknown): Requirement | string {
  const source = asFields(expression);
  const key = source?.['key'];
  const operator = source?.['operator'];
  if (typeof key !== 'string' || key === '') return 'an expression needs a key';
  if (!isOperator(operator)) return `${String(operator)} is no operator of a selector`;
  const values: unknown = source?.['values'] ?? [];
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) return `the values of ${key} are a list of strings`;
  return checked({ key, operator, values });
}

function isOperator(value: unknown): value is SelectorOperator {
  return typeof value === 'string' && operators.has(value);
}

// apimachinery labels.NewRequirement: the number of values each operator takes.
function checked(requirement: Requirement): Requirement | string {
  const { key, operator, values } = requirement;
  const count = values.length;
  if ((operator === 'In' || operator === 'NotIn') && count === 0) return `${operator} of ${key} needs values`;
  if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0) return `${operator} of ${key} takes no values`;
  if (operator !== 'Gt' && operator !== 'Lt') return requirement;
  if (count !== 1 || integer(values[0]) === undefined) return `${operator} of ${key} takes one integer`;
  return requirement;
}

/** Whether the labels satisfy every requirement. Labels that are not there satisfy NotIn and DoesNotExist. */
export function matchesSelector(selector: Selector, labels: Labels): boolean {
  return !selector.nothing && selector.requirements.every((requirement) => matchesRequirement(requirement, labels));
}

export function matchesRequirement({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt':
      return compares(operator, value, values[0]);
  }
}

function compares(operator: 'Gt' | 'Lt', value: string | undefined, bound: string | undefined): boolean {
  const left = integer(value);
  const right = integer(bound);
  if (left === undefined || right === undefined) return false;
  return operator === 'Gt' ? left > right : left < right;
}

// strconv.ParseInt(value, 10, 64): a sign is allowed, spaces are not.
function integer(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

export function asFields(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
}

export function refused(error: string): Selector {
  return { nothing: true, requirements: [], error };
}
