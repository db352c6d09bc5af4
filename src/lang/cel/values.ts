// JSON values as the evaluator takes them: whole numbers as bigint, and maps that no key, not even `constructor`, confuses.

const converted = new WeakMap<object, unknown>();

/** Says that a value is already one of CEL. */
export function markConverted<T extends object>(value: T): T {
  converted.set(value, value);
  return value;
}

/** The value for CEL. Objects are converted once, so they must not change. */
export function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  const known = converted.get(value);
  if (known !== undefined) return known;
  const made = Array.isArray(value) ? value.map(toCel) : isPlain(value) ? mapOf(value) : value;
  converted.set(value, made);
  if (typeof made === 'object' && made !== null) markConverted(made);
  return made;
}

function mapOf(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).flatMap(([key, each]): [string, unknown][] => (each === undefined ? [] : [[key, toCel(each)]])));
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
