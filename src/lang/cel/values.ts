// JSON values as the evaluator takes them: whole numbers as bigint, and maps that no key, not even `constructor`, confuses.

const converted = new WeakMap<object, unknown>();

/** The value of a variable. Many expressions look at the same object, so it is converted once and must not change. */
export function variableToCel(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return toCel(value);
  const known = converted.get(value);
  if (known !== undefined) return known;
  const made = toCel(value);
  converted.set(value, made);
  return made;
}

function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  return Array.isArray(value) ? value.map(toCel) : isPlain(value) ? mapOf(value) : value;
}

function mapOf(value: object): Map<string, unknown> {
  const map = new Map<string, unknown>();
  for (const [key, each] of Object.entries(value) as readonly (readonly [string, unknown])[]) if (each !== undefined) map.set(key, toCel(each));
  return map;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Equality of CEL over values that may be of any type: numbers by their value, lists and maps member by member. */
export function equal(a: unknown, b: unknown): boolean {
  if (typeof a === 'bigint' || typeof a === 'number') return (typeof b === 'bigint' || typeof b === 'number') && a == b;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, index) => equal(each, b[index]));
  if (a instanceof Map) return b instanceof Map && a.size === b.size && [...a].every(([key, each]) => b.has(key) && equal(each, b.get(key)));
  if (isComparable(a)) return isComparable(b) && a.constructor === b.constructor && a.compare(b) === 0;
  return a === b;
}

/** A value of Kubernetes' own types with an order. */
export interface Comparable {
  compare(other: Comparable): number;
}

function isComparable(value: unknown): value is Comparable & object {
  return typeof value === 'object' && value !== null && 'compare' in value && typeof value.compare === 'function';
}
