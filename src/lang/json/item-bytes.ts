import type { Mask } from './selection.ts';
import { spaceEnd, strictStringEnd, valueStart } from './strict.ts';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** Whether this text stands at `at`, as far as `length`. */
export function startsWith(bytes: Buffer, at: number, text: Buffer, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes[at + index] !== text[index]) return false;
  return true;
}

/** Whether the same bytes stand at both places. */
export function areSame(bytes: Buffer, a: number, b: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes[a + index] !== bytes[b + index]) return false;
  return true;
}

/** Whether a string from `from` to `to` is written with an escape. */
export function hasEscape(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === backslash) return true;
  return false;
}

const versionName = Buffer.from('"apiVersion"');
const kindName = Buffer.from('"kind"');

/** How an object begins, up to its kind. */
export interface Head {
  readonly kind: string;
  readonly bytes: Buffer;
}

/** The head of the object at `start` where only its version stands before its kind. */
export function headOf(bytes: Buffer, start: number): Head | undefined {
  let at = spaceEnd(bytes, start + 1);
  for (const name of [kindName, versionName, kindName]) {
    if (!startsWith(bytes, at, name, name.length)) continue;
    const value = valueStart(bytes, at + name.length);
    const end = value >= 0 && bytes[value] === quote ? strictStringEnd(bytes, value) : -1;
    if (end < 0) return undefined;
    if (name === kindName) return { kind: bytes.toString('latin1', value + 1, end - 1), bytes: Buffer.from(bytes.subarray(start, end)) };
    at = spaceEnd(bytes, end);
    if (bytes[at] !== comma) return undefined;
    at = spaceEnd(bytes, at + 1);
  }
  return undefined;
}

/** Where strings of the masked form end at random, from the start of the part. */
export function holesIn(bytes: Buffer, from: number, to: number, { prefix, random: { length } }: Mask): readonly number[] {
  const text = bytes.toString('latin1', from, to);
  const opening = `"${prefix}`;
  const holes: number[] = [];
  for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
    const hole = at + opening.length;
    if (text[hole + length] === '"') holes.push(hole);
  }
  return holes;
}
