import { isDeepStrictEqual } from 'node:util';
import { editYaml, type FieldEdit } from '../lang/yaml/edit.ts';
import type { Origin, Path } from '../model/object.ts';

/** One line that goes or comes. */
export interface DiffLine {
  readonly sign: '-' | '+';
  readonly text: string;
}

/** The change of one document of a file. */
export interface FileDiff {
  readonly file: string;
  /** Of the first line that changes, from 1. */
  readonly line: number;
  readonly lines: readonly DiffLine[];
}

export interface Wanted {
  readonly path: Path;
  readonly from: unknown;
  /** Null takes the field away. */
  readonly to: unknown;
}

/** Documents of the user's files while one change after the other is made to them. Nothing is written. */
export class FileDrafts {
  readonly #bytesOf: (origin: Origin) => Buffer | undefined;
  readonly #shown: (text: string) => string;
  readonly #texts = new Map<string, string>();

  /**
   * @param bytesOf the bytes of the document that an origin names
   * @param shown a document as it may be printed, line by line
   */
  constructor(bytesOf: (origin: Origin) => Buffer | undefined, shown: (text: string) => string = (text) => text) {
    this.#bytesOf = bytesOf;
    this.#shown = shown;
  }

  /** The lines that change; undefined where the file is none that can be edited by itself, such as JSON. */
  edit(origin: Origin, wanted: readonly Wanted[]): FileDiff | undefined {
    if (origin.format !== 'yaml') return undefined;
    const key = `${origin.file}:${origin.start}`;
    const before = this.#texts.get(key) ?? this.#bytesOf(origin)?.toString('utf8');
    if (before === undefined) return undefined;
    const bytes = Buffer.from(before);
    const edits = wanted.flatMap(({ path, from, to }) => fieldEdits([...(origin.at ?? []), ...path], from, to));
    const result = editYaml(bytes, { start: 0, end: bytes.length }, edits);
    if (result.bytes === undefined) return undefined;
    const after = result.bytes.toString('utf8');
    this.#texts.set(key, after);
    return { file: origin.file, ...between(this.#shown(before), this.#shown(after), origin.line) };
  }
}

/** As few edits as make one value of the other: items of lists by themselves, so that what stands beside them stays. */
export function fieldEdits(path: Path, from: unknown, to: unknown): readonly FieldEdit[] {
  if (to === null || to === undefined) return [{ op: 'remove', path }];
  if (!Array.isArray(from) || !Array.isArray(to)) return [{ op: 'set', path, value: to }];
  return listEdits(path, from, to) ?? [{ op: 'set', path, value: to }];
}

/** Items changed where they stand, added at the end, or taken out; undefined where it is not so plain. */
function listEdits(path: Path, from: readonly unknown[], to: readonly unknown[]): readonly FieldEdit[] | undefined {
  if (to.length >= from.length) {
    return [...from.flatMap((item, index) => (isDeepStrictEqual(item, to[index]) ? [] : partEdits([...path, index], item, to[index]))), ...to.slice(from.length).map((value): FieldEdit => ({ op: 'append', path, value }))];
  }
  const gone = from.flatMap((item, index) => (to.some((other) => isDeepStrictEqual(item, other)) ? [] : [index]));
  const kept = from.filter((_, index) => !gone.includes(index));
  if (!isDeepStrictEqual(kept, to)) return undefined;
  return gone.toReversed().map((index): FieldEdit => ({ op: 'remove', path: [...path, index] }));
}

function partEdits(path: Path, from: unknown, to: unknown): readonly FieldEdit[] {
  if (!isMap(from) || !isMap(to)) return fieldEdits(path, from, to);
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => (isDeepStrictEqual(from[key], to[key]) ? [] : fieldEdits([...path, key], from[key], to[key])));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What lies between the lines that both begin and end with. */
function between(before: string, after: string, first: number): { readonly line: number; readonly lines: readonly DiffLine[] } {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const [gone, come] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  return { line: first + start, lines: compared(gone, come) };
}

/** Lines that stay in between are left out. */
function compared(gone: readonly string[], come: readonly string[]): readonly DiffLine[] {
  const length = gone.map(() => new Int32Array(come.length + 1));
  const at = (row: number, column: number): number => length[row]?.[column] ?? 0;
  for (let row = gone.length - 1; row >= 0; row--) for (let column = come.length - 1; column >= 0; column--) {
    const cells = length[row];
    if (cells) cells[column] = gone[row] === come[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  }
  const lines: DiffLine[] = [];
  for (let row = 0, column = 0; row < gone.length || column < come.length; ) {
    if (row < gone.length && column < come.length && gone[row] === come[column]) {
      row++;
      column++;
    } else if (row < gone.length && (column >= come.length || at(row + 1, column) >= at(row, column + 1))) lines.push({ sign: '-', text: gone[row++] ?? '' });
    else lines.push({ sign: '+', text: come[column++] ?? '' });
  }
  return lines;
}
