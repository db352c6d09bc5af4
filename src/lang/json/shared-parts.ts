import type { Mask, Part, Selection } from './selection.ts';

/** More different names than any kind has fields: the keys of a map of somebody's own, which are not worth remembering. */
const mostFields = 128;
/** A call into the runtime costs more than looking at so many bytes. */
const fewBytes = 48;

/** A map that objects of one kind have in one place, as it was in the last of them. */
export class Level {
  readonly #fields = new Map<string, Field>();
  readonly #selection: Selection;
  /** The field that came first in the last object. */
  first: Field | undefined;
  /** The fields that were kept of the last object, in their order. */
  readonly kept: Field[] = [];
  /** A map of its own with these fields and their values; undefined while it is not known what they are. */
  map: Record<string, unknown> | undefined;
  /** Whether the last object has the same here as the one before it. */
  isSame = false;
  #copy: Record<string, unknown> = {};

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  /** Undefined for a name that is not to be remembered. */
  field(name: string): Field | undefined {
    const known = this.#fields.get(name);
    if (known) return known;
    // An object gets its prototype where it is given a field of this name.
    if (name === '__proto__' || this.#fields.size >= mostFields) return undefined;
    const { parts, only } = this.#selection;
    const field = new Field(name, Object.hasOwn(parts, name) ? parts[name] : only ? 'none' : undefined);
    this.#fields.set(name, field);
    return field;
  }

  /** A map of the kept fields, in the order in which they are selected where only those are. Copied from one that JSON.parse made, which holds them in less memory than one that grows. */
  copy(): Record<string, unknown> {
    if (!this.map) {
      const { parts, only } = this.#selection;
      const fields = only ? Object.keys(parts).flatMap((name) => this.kept.find((field) => field.name === name) ?? []) : this.kept;
      this.map = JSON.parse(`{${fields.map(({ quoted }) => `${quoted.toString()}0`).join(',')}}`) as Record<string, unknown>;
      for (const { name, value } of fields) this.map[name] = value;
    }
    return (this.#copy = { ...this.map });
  }

  /** As `copy`, but the same map as for the object before where nothing in it differs: for maps that nobody changes. */
  sharedCopy(): Record<string, unknown> {
    return this.isSame ? this.#copy : this.copy();
  }
}

/** A field of a level and the value that it had last: objects of one kind that follow one another have most of their parts in common. */
export class Field {
  readonly name: string;
  /** As it stands in JSON: `"name":`. */
  readonly quoted: Buffer;
  readonly isOmitted: boolean;
  readonly level: Level | undefined = undefined;
  /** What is asked of the maps in a list, by their index. */
  readonly each: Selection | undefined = undefined;
  readonly levels: Level[] = [];
  readonly mask: Mask | undefined = undefined;
  /** The field that followed in the last object. */
  next: Field | undefined = undefined;
  /** The object in which it was met last, by number. */
  met = -1;
  value: unknown = undefined;
  /** The bytes of `value`. */
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  /** Where random ends stand in these bytes. */
  holes: readonly number[] = [];

  constructor(name: string, part: Part | undefined) {
    this.name = name;
    this.quoted = Buffer.from(`${JSON.stringify(name)}:`);
    this.isOmitted = part === 'none';
    if (typeof part !== 'object') return;
    if ('parts' in part) this.level = new Level(part);
    else if ('masked' in part) this.mask = part.masked;
    else this.each = part.each;
  }

  /** The end of what stands at `at` where it equals the value before in all but random ends; -1 otherwise. */
  sameEnd(bytes: Buffer, at: number): number {
    const length = this.#length;
    const end = at + length;
    if (length === 0 || end > bytes.length || bytes[end - 1] !== this.#bytes[length - 1]) return -1;
    let from = 0;
    if (this.mask) {
      for (const hole of this.holes) {
        if (!this.#equals(bytes, at, from, hole)) return -1;
        from = hole + this.mask.random.length;
      }
    }
    return this.#equals(bytes, at, from, length) ? end : -1;
  }

  #equals(bytes: Buffer, at: number, from: number, to: number): boolean {
    if (to - from > fewBytes) return bytes.compare(this.#bytes, from, to, at + from, at + to) === 0;
    for (let index = from; index < to; index++) if (bytes[at + index] !== this.#bytes[index]) return false;
    return true;
  }

  remember(value: unknown, bytes: Buffer, from: number, to: number, holes: readonly number[]): void {
    const length = to - from;
    if (this.#bytes.length < length) this.#bytes = Buffer.alloc(2 * length);
    if (length > fewBytes) bytes.copy(this.#bytes, 0, from, to);
    else for (let index = 0; index < length; index++) this.#bytes[index] = bytes[from + index] ?? 0;
    this.#length = length;
    this.value = value;
    this.holes = holes;
  }
}
