// What was read at each minor, folded into ranges of minors in which nothing changed.
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

export type Row = Readonly<Record<string, unknown>>;

export interface Ranged {
  readonly from: number;
  readonly to: number;
  readonly [field: string]: unknown;
}

/** Rows of each minor. */
export type ByMinor = ReadonlyMap<number, readonly Row[]>;

/** Folds rows that are equal at neighbouring minors into one, each with `from` and `to`, ordered by `order`, then `from`. */
export function fold(byMinor: ByMinor, order: (row: Row) => readonly string[]): Ranged[] {
  const ranges: { from: number; to: number; row: Row; keys: readonly string[] }[] = [];
  let open = new Map<string, (typeof ranges)[number]>();
  let last = Number.NaN;
  for (const minor of [...byMinor.keys()].toSorted((a, b) => a - b)) {
    if (minor !== last + 1) open = new Map();
    last = minor;
    const still: typeof open = new Map();
    for (const row of byMinor.get(minor) ?? []) {
      const text = canonical(row);
      const range = open.get(text) ?? { from: minor, to: minor, row, keys: order(row) };
      if (!open.has(text)) ranges.push(range);
      range.to = minor;
      still.set(text, range);
    }
    open = still;
  }
  return ranges.toSorted((a, b) => compare(a.keys, b.keys) || a.from - b.from).map(({ from, to, row }) => ({ from, to, ...row }));
}

/** The opposite of `fold`. */
export function unfold(ranged: readonly Ranged[]): Map<number, Row[]> {
  const byMinor = new Map<number, Row[]>();
  for (const { from, to, ...row } of ranged) {
    for (let minor = from; minor <= to; minor += 1) {
      const rows = byMinor.get(minor) ?? [];
      rows.push(row);
      byMinor.set(minor, rows);
    }
  }
  return byMinor;
}

/** Puts one minor's rows in the place of what the file says of it; one row a line, so that differences can be read. */
export async function writeMinor(file: string, minor: number, rows: readonly Row[], order: (row: Row) => readonly string[]): Promise<number> {
  const byMinor = unfold(existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Ranged[]) : []);
  byMinor.set(minor, [...rows]);
  const folded = fold(byMinor, order);
  await writeFile(`${file}.part`, `[\n${folded.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
  await rename(`${file}.part`, file);
  return folded.length;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, word] of a.entries()) {
    const other = b[index] ?? '';
    if (word !== other) return word < other ? -1 : 1;
  }
  return 0;
}
