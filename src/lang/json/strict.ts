const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

const words = { true: Buffer.from('true'), false: Buffer.from('false'), null: Buffer.from('null') };

/** What is nested deeper is left to the general way, which knows what to say of it. */
const deepest = 200;

/**
 * Where a value that JSON.parse would take ends; -1 where it would not, where it is not all there, and where it is nested very
 * deep. The last byte must be 0, which ends every value: reading past the end of bytes just once makes all later reading slow.
 */
export function strictEnd(bytes: Uint8Array, at: number, depth: number = 0): number {
  const first = bytes[at];
  if (first === quote) return strictStringEnd(bytes, at);
  if (first === openBrace) return mapEnd(bytes, at + 1, depth + 1);
  if (first === openBracket) return listEnd(bytes, at + 1, depth + 1);
  if (first === 0x74) return wordEnd(bytes, at, words.true);
  if (first === 0x66) return wordEnd(bytes, at, words.false);
  if (first === 0x6e) return wordEnd(bytes, at, words.null);
  return numberEnd(bytes, at);
}

/** The byte after the closing quote of a string without raw control characters and false escapes; -1 for any other. */
export function strictStringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (;;) {
    let byte = bytes[at] ?? 0;
    while (byte !== quote && byte !== backslash && byte >= 0x20) byte = bytes[++at] ?? 0;
    if (byte === quote) return at + 1;
    if (byte !== backslash) return -1;
    at = escapeEnd(bytes, at + 1);
    if (at < 0) return -1;
  }
}

function escapeEnd(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === 0x75) {
    for (let digit = at + 1; digit <= at + 4; digit++) if (!isHex(bytes[digit] ?? 0)) return -1;
    return at + 5;
  }
  return byte === quote || byte === backslash || byte === 0x2f || byte === 0x62 || byte === 0x66 || byte === 0x6e || byte === 0x72 || byte === 0x74 ? at + 1 : -1;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Over the white space of JSON. */
export function spaceEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let byte = bytes[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = bytes[at]) at++;
  return at;
}

/** Where the value of the field starts whose name ends at `keyEnd`; -1 where no colon stands between. */
export function valueStart(bytes: Uint8Array, keyEnd: number): number {
  const at = spaceEnd(bytes, keyEnd);
  return bytes[at] === colon ? spaceEnd(bytes, at + 1) : -1;
}

function mapEnd(bytes: Uint8Array, from: number, depth: number): number {
  let at = spaceEnd(bytes, from);
  if (bytes[at] === closeBrace) return at + 1;
  if (depth > deepest) return -1;
  for (;;) {
    if (bytes[at] !== quote) return -1;
    const keyEnd = strictStringEnd(bytes, at);
    const value = keyEnd < 0 ? -1 : valueStart(bytes, keyEnd);
    const end = value < 0 ? -1 : strictEnd(bytes, value, depth);
    if (end < 0) return -1;
    at = spaceEnd(bytes, end);
    if (bytes[at] === closeBrace) return at + 1;
    if (bytes[at] !== comma) return -1;
    at = spaceEnd(bytes, at + 1);
  }
}

function listEnd(bytes: Uint8Array, from: number, depth: number): number {
  let at = spaceEnd(bytes, from);
  if (bytes[at] === closeBracket) return at + 1;
  if (depth > deepest) return -1;
  for (;;) {
    const end = strictEnd(bytes, at, depth);
    if (end < 0) return -1;
    at = spaceEnd(bytes, end);
    if (bytes[at] === closeBracket) return at + 1;
    if (bytes[at] !== comma) return -1;
    at = spaceEnd(bytes, at + 1);
  }
}

function wordEnd(bytes: Uint8Array, at: number, word: Uint8Array): number {
  for (let index = 1; index < word.length; index++) if (bytes[at + index] !== word[index]) return -1;
  return at + word.length;
}

function numberEnd(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start;
  const whole = at;
  at = digitsEnd(bytes, at);
  if (at === whole || (bytes[whole] === 0x30 && at > whole + 1)) return -1;
  if (bytes[at] === 0x2e) {
    const part = at + 1;
    at = digitsEnd(bytes, part);
    if (at === part) return -1;
  }
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    const sign = bytes[at + 1];
    const power = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    at = digitsEnd(bytes, power);
    if (at === power) return -1;
  }
  return at;
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at] ?? 0)) at++;
  return at;
}
