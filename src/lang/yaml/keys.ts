import type { Cursor } from './cursor.ts';
import type { SimpleKey } from './token.ts';

// YAML 1.1: a key without `?` is at most this long, so that nobody needs to look further ahead.
const longestKey = 1024;

/** The possible key of each open flow collection, the block around them first. */
export class Keys {
  readonly #cursor: Cursor;
  readonly #levels: SimpleKey[] = [noKey(-1)];

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** How many flow collections are open. */
  get depth(): number {
    return this.#levels.length - 1;
  }

  /** The key that a `:` here would end. */
  get current(): SimpleKey | undefined {
    const key = this.#levels.at(-1);
    return key?.possible === true && this.isValid(key) ? key : undefined;
  }

  /** Notes that the token of that number may be a key. */
  save(number: number, required: boolean): SimpleKey {
    const { pos, line, column } = this.#cursor;
    this.remove();
    const key: SimpleKey = { possible: true, awaited: true, required, number, pos, line, column };
    this.#levels[this.#levels.length - 1] = key;
    return key;
  }

  /** Nothing that stands here can have been a key. */
  remove(): void {
    const key = this.#levels.at(-1);
    if (!key?.possible) return;
    if (key.required) throw this.#cursor.fault('a key of a map without its ":"', key.pos);
    key.possible = false;
  }

  isValid(key: SimpleKey): boolean {
    if (key.line >= this.#cursor.line && !this.#isLong(key.pos)) return true;
    if (key.required) throw this.#cursor.fault('a key of a map without its ":"', key.pos);
    key.possible = false;
    return false;
  }

  /** A flow collection opens, whose first token has that number. */
  open(number: number): void {
    this.#levels.push(noKey(number));
  }

  /** An oversight of go-yaml that shows in what it takes: after an empty [] or {} it no longer waits for the ":" of a key. */
  close(): void {
    if (this.depth === 0) return;
    const inner = this.#levels.pop();
    const outer = this.#levels.at(-1);
    if (outer && outer.number === inner?.number) outer.awaited = false;
  }

  #isLong(start: number): boolean {
    const { text, pos } = this.#cursor;
    if (pos - start <= longestKey) return false;
    // kubectl counts characters, JavaScript those beyond the basic plane twice.
    return pos - start - (text.slice(start, Math.min(pos, start + 2 * longestKey + 2)).match(/[\ud800-\udbff]/g)?.length ?? 0) > longestKey;
  }
}

function noKey(number: number): SimpleKey {
  return { possible: false, awaited: false, required: false, number, pos: 0, line: 0, column: 0 };
}
