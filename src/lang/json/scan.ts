const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBrace = 0x7d;
const closeBracket = 0x5d;

/** Lists and maps deeper than this are no manifest, and would end the process where they are walked. */
const deepest = 1000;

export interface Depth {
  exceeded: boolean;
}

/** The end of the JSON value that starts at `start`; undefined where it is not all there; `start` itself where nothing starts. `limit` is told of too deep ones. */
export function valueEnd(bytes: Buffer, start: number, limit?: Depth): number | undefined {
  const first = bytes[start];
  if (first === quote) return stringEnd(bytes, start);
  if (first !== openBrace && first !== openBracket) return scalarEnd(bytes, start);
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      const end = stringEnd(bytes, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (byte === openBrace || byte === openBracket) {
      if (++depth > deepest && limit) limit.exceeded = true;
    } else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) return at + 1;
  }
  return undefined;
}

// Most strings are names: a call into the runtime costs more than looking at so many bytes.
const shortString = 64;

/** The byte after the closing quote of the string that starts at `start`; undefined where it is not all there. */
export function stringEnd(bytes: Buffer, start: number): number | undefined {
  const near = Math.min(bytes.length, start + shortString);
  let at = start + 1;
  for (; at < near; at++) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at++;
  }
  return longStringEnd(bytes, at);
}

/** As `stringEnd`, from a place inside a string where no escape is open. */
function longStringEnd(bytes: Buffer, from: number): number | undefined {
  for (let end = bytes.indexOf(quote, from); end >= 0; end = bytes.indexOf(quote, end + 1)) {
    let slashes = 0;
    while (end - 1 - slashes >= from && bytes[end - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
  return undefined;
}

function scalarEnd(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && /[\w.+-]/.test(String.fromCharCode(bytes[at] ?? 0))) at++;
  return at;
}

/** White space of JSON. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
