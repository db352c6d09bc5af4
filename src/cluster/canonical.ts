import { fields, type Fields } from './read.ts';

/** Names fields that do not count, however deep they stand. */
export type LeaveOut = (key: string, value: unknown) => boolean;

/** A value of which some fields do not count. */
export class Loose {
  readonly value: unknown;
  readonly leaveOut: LeaveOut;

  constructor(value: unknown, leaveOut: LeaveOut) {
    this.value = value;
    this.leaveOut = leaveOut;
  }
}

/** One text for each value: the fields of maps in one order, null fields and those that `leaveOut` names left out. */
export function canonical(value: unknown, leaveOut?: LeaveOut): string {
  if (value instanceof Loose) return canonical(value.value, value.leaveOut);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, leaveOut)).join(',')}]`;
  const map = fields(value);
  if (!map) return quoted(value);
  const parts: string[] = [];
  for (const key of Object.keys(map).toSorted()) if (counts(map, key, leaveOut)) parts.push(`${quoted(key)}:${canonical(map[key], leaveOut)}`);
  return `{${parts.join(',')}}`;
}

/** Whether two values have one canonical text. */
export function isSame(a: unknown, b: unknown, leaveOut?: LeaveOut): boolean {
  if (a === b) return true;
  if (a instanceof Loose) return b instanceof Loose && isSame(a.value, b.value, a.leaveOut);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index], leaveOut));
  const [ofA, ofB] = [fields(a), fields(b)];
  if (!ofA || !ofB) return !ofA && !ofB && !Array.isArray(b) && quoted(a) === quoted(b);
  let more = 0;
  // The names of the fields in a list of their own would be the most of what is made here.
  for (const key in ofA) {
    if (!counts(ofA, key, leaveOut)) continue;
    if (!Object.hasOwn(ofB, key) || !counts(ofB, key, leaveOut) || !isSame(ofA[key], ofB[key], leaveOut)) return false;
    more++;
  }
  for (const key in ofB) if (counts(ofB, key, leaveOut)) more--;
  return more === 0;
}

function counts(map: Fields, key: string, leaveOut: LeaveOut | undefined): boolean {
  const part = map[key];
  return part !== null && part !== undefined && leaveOut?.(key, part) !== true;
}

/** Its length in front of a string tells it from all others, whatever stands in it. */
function quoted(value: unknown): string {
  return typeof value === 'string' ? `${value.length}:${value}` : JSON.stringify(value ?? null);
}
