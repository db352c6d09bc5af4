import { stringEnd, valueEnd } from './scan.ts';

/**
 * The byte at which the key of the last step of a path stands in a JSON text; for a missing field that of the nearest parent
 * that is there; undefined where not even the first step is. Reads bytes once and builds no value.
 */
export function locateJson(bytes: Buffer, path: readonly (string | number)[]): number | undefined {
  let value = skipSpace(bytes, 0);
  let found: number | undefined;
  for (const step of path) {
    const next = typeof step === 'number' ? element(bytes, value, step) : member(bytes, value, step);
    if (!next) return found;
    found = next.at;
    value = next.value;
  }
  return found;
}

interface Place {
  /** The key, or the element itself. */
  readonly at: number;
  readonly value: number;
}

/** Of a key that stands twice the last one holds. */
function member(bytes: Buffer, object: number, key: string): Place | undefined {
  if (bytes[object] !== 0x7b) return undefined;
  const quoted = JSON.stringify(key);
  let found: Place | undefined;
  for (let at = skipSpace(bytes, object + 1); bytes[at] === 0x22; at = skipSpace(bytes, at)) {
    const keyEnd = stringEnd(bytes, at);
    if (keyEnd === undefined) return found;
    const value = skipSpace(bytes, keyEnd);
    const text = bytes.toString('utf8', at, keyEnd);
    if (text === quoted || (text.includes('\\') && unquoted(text) === key)) found = { at, value };
    const end = valueEnd(bytes, value);
    if (end === undefined || end === value) return found;
    at = end;
  }
  return found;
}

function unquoted(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function element(bytes: Buffer, list: number, index: number): Place | undefined {
  if (bytes[list] !== 0x5b) return undefined;
  let at = skipSpace(bytes, list + 1);
  for (let left = index; bytes[at] !== 0x5d && at < bytes.length; left--) {
    if (left === 0) return { at, value: at };
    const end = valueEnd(bytes, at);
    if (end === undefined || end === at) return undefined;
    at = skipSpace(bytes, end);
  }
  return undefined;
}

/** Over white space, commas and colons. */
function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x2c || byte === 0x3a; byte = bytes[at]) at++;
  return at;
}
