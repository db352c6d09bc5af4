import { readFileSync } from 'node:fs';
import { stringEnd, valueEnd } from '../lang/json/scan.ts';

type Fields = Readonly<Record<string, unknown>>;

const read: ReadonlySet<string> = new Set(['schema', 'findings', 'rules', 'recommendations', 'threats']);
// What no comparison looks at is let go at once: it is most of a report.
const heavy: readonly string[] = ['evidence', 'change', 'instances'];

/**
 * The parts of a report by which states are compared, read item by item: a report of a large cluster is longer than a string may be.
 * Undefined where the file is no map in JSON. @throws Error where the file cannot be read
 */
export function readReport(file: string): Fields | undefined {
  return partsOf(readFileSync(file));
}

/** As `readReport`, of bytes. */
export function partsOf(bytes: Buffer): Fields | undefined {
  const found: Record<string, unknown> = {};
  let at = space(bytes, 0);
  if (bytes[at] !== brace) return undefined;
  try {
    for (at = space(bytes, at + 1); bytes[at] !== closeBrace; at = next(bytes, at)) {
      const end = stringEnd(bytes, at);
      if (bytes[at] !== quote || end === undefined) return undefined;
      const key = JSON.parse(bytes.toString('utf8', at, end)) as string;
      const colon = space(bytes, end);
      if (bytes[colon] !== 0x3a) return undefined;
      const start = space(bytes, colon + 1);
      if (read.has(key) && bytes[start] === bracket) {
        const { items, after } = itemsOf(bytes, start);
        found[key] = items;
        at = after;
        continue;
      }
      const after = valueEnd(bytes, start);
      if (after === undefined || after === start) return undefined;
      if (read.has(key)) found[key] = JSON.parse(bytes.toString('utf8', start, after));
      at = after;
    }
    return found;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const [brace, closeBrace, bracket, closeBracket, quote, comma] = [0x7b, 0x7d, 0x5b, 0x5d, 0x22, 0x2c] as const;

function itemsOf(bytes: Buffer, start: number): { readonly items: readonly unknown[]; readonly after: number } {
  const items: unknown[] = [];
  let at = space(bytes, start + 1);
  for (; bytes[at] !== closeBracket; at = next(bytes, at)) {
    const end = valueEnd(bytes, at);
    if (end === undefined || end === at) throw new SyntaxError('a list is cut');
    items.push(lightened(JSON.parse(bytes.toString('utf8', at, end))));
    at = end;
  }
  return { items, after: at + 1 };
}

function lightened(item: unknown): unknown {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
  return Object.fromEntries(Object.entries(item).filter(([key]) => !heavy.includes(key)));
}

/** Where the next entry begins, or the end of all. */
function next(bytes: Buffer, at: number): number {
  const after = space(bytes, at);
  if (bytes[after] === comma) return space(bytes, after + 1);
  if (bytes[after] !== closeBrace && bytes[after] !== closeBracket) throw new SyntaxError('no comma where one should be');
  return after;
}

function space(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}
