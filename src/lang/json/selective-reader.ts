import { areSame, hasEscape, headOf, holesIn, startsWith, type Head } from './item-bytes.ts';
import type { Mask, Selection } from './selection.ts';
import { Level, type Field } from './shared-parts.ts';
import { spaceEnd, strictEnd, strictStringEnd, valueStart } from './strict.ts';

const quote = 0x22;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
/** A pod has fewer containers; each place in a list remembers its last element. */
const mostElements = 256;
const none: readonly number[] = [];

/**
 * Reads objects of kinds that are described, faster than JSON.parse: what is not asked for is passed over, and a part that equals
 * that of the object before becomes the same value, found by comparing bytes. Only other parts are parsed. Whatever is unusual
 * (names with escapes, names that stand twice, anything that JSON.parse would refuse) is left to JSON.parse of the whole object.
 * Of a pod of 5,400 bytes it parses 690: reading pods takes a fifth less processor time, and they share texts that JSON.parse makes for each.
 */
export class SelectiveReader {
  readonly #selectionOf: (kind: string) => Selection | undefined;
  readonly #levels = new Map<string, Level>();
  /** The object that was read last. */
  value: object = {};
  #bytes: Buffer = Buffer.alloc(0);
  #number = 0;
  /** Where the first random end of the object stands. */
  #random = -1;
  #isDeclared = false;
  #head: Head | undefined;

  constructor(selectionOf: (kind: string) => Selection | undefined) {
    this.#selectionOf = selectionOf;
  }

  /** The end of the object at `at`, which is in `value` then; -1 where JSON.parse has to read it. The last of `bytes` is 0. `listKind`: the kind of the list that it stands in. */
  read(bytes: Buffer, at: number, listKind: string | undefined): number {
    const own = this.#kindAt(bytes, at);
    const root = this.#level(own ?? (listKind?.endsWith('List') === true ? listKind.slice(0, -'List'.length) : ''));
    if (!root) return -1;
    this.#bytes = bytes;
    this.#number++;
    this.#random = -1;
    this.#isDeclared = false;
    const end = this.#map(root, at);
    if (end < 0 || (this.#random >= 0 && !this.#isDeclared)) return -1;
    const value = root.copy();
    if (value['kind'] !== own || 'items' in value) return -1;
    this.value = value;
    return end;
  }

  /** Most objects begin as the one before. */
  #kindAt(bytes: Buffer, at: number): string | undefined {
    const last = this.#head;
    if (!last || !startsWith(bytes, at, last.bytes, last.bytes.length)) this.#head = headOf(bytes, at);
    return this.#head?.kind;
  }

  #level(kind: string): Level | undefined {
    const known = this.#levels.get(kind);
    if (known) return known;
    const selection = this.#selectionOf(kind);
    if (!selection) return undefined;
    const level = new Level(selection);
    this.#levels.set(kind, level);
    return level;
  }

  /** Over the map at `start`, which is in `level` then; -1 where it is unusual. */
  #map(level: Level, start: number): number {
    const bytes = this.#bytes;
    const { map, kept } = level;
    level.map = undefined;
    let isAlike = map !== undefined;
    let isSame = isAlike;
    let count = 0;
    let before: Field | undefined;
    let at = spaceEnd(bytes, start + 1);
    while (bytes[at] === quote) {
      const field: Field | undefined = this.#field(level, before, at);
      if (!field || field.met === this.#number) return -1;
      field.met = this.#number;
      if (before) before.next = field;
      else level.first = field;
      before = field;
      const value = valueStart(bytes, at + field.quoted.length - 1);
      if (value < 0) return -1;
      let end: number;
      if (field.isOmitted) end = strictEnd(bytes, value);
      else {
        if (kept[count] !== field) isAlike = false;
        kept[count++] = field;
        const last = field.value;
        end = this.#value(field, value);
        if (field.value !== last) {
          isSame = false;
          if (isAlike && map) map[field.name] = field.value;
        }
      }
      if (end < 0) return -1;
      at = spaceEnd(bytes, end);
      if (bytes[at] !== comma) break;
      at = spaceEnd(bytes, at + 1);
      if (bytes[at] !== quote) return -1;
    }
    if (bytes[at] !== closeBrace) return -1;
    if (isAlike && kept.length === count) level.map = map;
    level.isSame = isSame && level.map !== undefined;
    kept.length = count;
    return at + 1;
  }

  /** The field whose name stands at `at`: most often the one that followed in the object before. */
  #field(level: Level, before: Field | undefined, at: number): Field | undefined {
    const bytes = this.#bytes;
    const expected = before ? before.next : level.first;
    if (expected && startsWith(bytes, at, expected.quoted, expected.quoted.length - 1)) return expected;
    const end = strictStringEnd(bytes, at);
    if (end < 0) return undefined;
    const field = level.field(bytes.toString('utf8', at + 1, end - 1));
    // A name with an escape in it, or with bytes that are no UTF-8, is written in another way than its field is.
    return field && field.quoted.length - 1 === end - at && startsWith(bytes, at, field.quoted, end - at) ? field : undefined;
  }

  /** Over the value at `at`, which is in `field` then. */
  #value(field: Field, at: number): number {
    const bytes = this.#bytes;
    if (field.level && bytes[at] === openBrace) {
      const end = this.#map(field.level, at);
      if (end >= 0) field.value = field.level.copy();
      return end;
    }
    if (field.each && bytes[at] === openBracket) return this.#list(field, field.each, at);
    if (field.level || field.each) return -1;
    const same = field.sameEnd(bytes, at);
    if (same >= 0) return field.mask && !this.#isMasked(field.mask, field.holes, at) ? -1 : same;
    const end = strictEnd(bytes, at);
    if (end < 0) return -1;
    const value = this.#parsed(at, end);
    const holes = field.mask ? holesIn(bytes, at, end, field.mask) : none;
    // Such a string may stand where it is no name that is made at random, and is left to what looks at the whole object.
    if (field.mask && (!this.#isMasked(field.mask, holes, at) || field.mask.rename(value) !== holes.length)) return -1;
    field.remember(value, bytes, at, end, holes);
    return end;
  }

  #parsed(from: number, to: number): unknown {
    const bytes = this.#bytes;
    if (bytes[from] === quote && !hasEscape(bytes, from, to)) return bytes.toString('utf8', from + 1, to - 1);
    return JSON.parse(bytes.toString('utf8', from, to));
  }

  /** Over a list of maps of which only some fields are asked. */
  #list(field: Field, selection: Selection, start: number): number {
    const bytes = this.#bytes;
    const list: unknown[] = [];
    let at = spaceEnd(bytes, start + 1);
    while (bytes[at] === openBrace) {
      if (list.length >= mostElements) return -1;
      const level = (field.levels[list.length] ??= new Level(selection));
      const end = this.#map(level, at);
      if (end < 0) return -1;
      list.push(level.sharedCopy());
      at = spaceEnd(bytes, end);
      if (bytes[at] !== comma) break;
      at = spaceEnd(bytes, at + 1);
      if (bytes[at] !== openBrace) return -1;
    }
    if (bytes[at] !== closeBracket) return -1;
    const last: unknown = field.value;
    if (!Array.isArray(last) || last.length !== list.length || list.some((each, index) => each !== last[index])) field.value = list;
    return at + 1;
  }

  /** Whether the random ends of a part are those of the whole object. */
  #isMasked({ random: { length, form }, declares }: Mask, holes: readonly number[], at: number): boolean {
    if (declares && holes.length === 1) this.#isDeclared = true;
    for (const hole of holes) {
      if (this.#random < 0) {
        this.#random = at + hole;
        if (!form.test(this.#bytes.toString('latin1', this.#random, this.#random + length))) return false;
      } else if (!areSame(this.#bytes, at + hole, this.#random, length)) return false;
    }
    return true;
  }
}
