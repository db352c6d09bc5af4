// Text as Go writes it, for messages that are byte-equal to the admission plug-in's.

/** Orders strings by their UTF-8 bytes. */
export function byBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A set as a sorted list. */
export function sorted(set: ReadonlySet<string>): readonly string[] {
  return [...set].toSorted(byBytes);
}

/** Each item between quotes as it stands, without escapes. */
export function quoted(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ');
}

export function plural(one: string, many: string, count: number): string {
  return count === 1 ? one : many;
}

const escapes: Readonly<Record<string, string>> = { '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '"': '\\"', '\\': '\\\\' };
const printed = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** A string as Go's `%q` writes it. */
export function goQuoted(text: string): string {
  let out = '';
  for (const letter of text) out += escapes[letter] ?? (printed.test(letter) ? letter : escaped(letter.codePointAt(0) ?? 0));
  return `"${out}"`;
}

function escaped(code: number): string {
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
