import { FoundProblems } from './found-problems.ts';
import { LineCounter } from './line-counter.ts';
import { listHead, parsed } from './list-head.ts';
import { LogSkipper } from './logs.ts';
import { isSpace, valueEnd, type Depth } from './scan.ts';
import type { SelectiveReader } from './selective-reader.ts';
import type { JsonItem, JsonList, JsonProblem, JsonSummary } from './items.ts';

// JavaScript strings end at 2^29 characters, and no object of Kubernetes is near that.
const longest = 1 << 28;
const unit = 1 << 20;
// Lists in lists, twice: each is a map and an array.
const deepestList = 40;
// So short a line holds nothing that is too deep to be walked, and need not be looked through byte by byte before it is parsed.
const shortLine = 8192;
// Lines that begin an object and do not end it: after so many the file is not written one object a line.
const mostMisses = 8;
const quote = 0x22;
const newline = 0x0a;
const openBrace = 0x7b;
const openBracket = 0x5b;
const closeBrace = 0x7d;
const closeBracket = 0x5d;

interface Level {
  /** `list`: an object whose `items` is being read; `items`: inside that array or a top-level one. */
  readonly kind: 'list' | 'items';
  readonly list: JsonList | undefined;
  /** Of a `list`: where it starts, what stood in it before its items, and how many of those were given when they began. */
  readonly start?: number;
  readonly line?: number;
  readonly fields?: Record<string, unknown>;
  itemsFrom?: number;
}

/** Cuts a byte stream into JSON objects. Scans bytes once; keeps only the unfinished item. */
export class JsonSplitter {
  readonly #onItem: (item: JsonItem) => void;
  readonly #reader: SelectiveReader | undefined;
  readonly #problems = new FoundProblems();
  readonly #lists: JsonList[] = [];
  /**
   * What is not read yet stands in it from `start` to `end`. Used again and again: memory outside its heap makes V8 collect
   * all of it more often, and each chunk had two buffers of its own.
   */
  #held: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #rest: Buffer = Buffer.alloc(0);
  /** `rest` with a byte 0 after it. */
  #closed: Buffer = Buffer.alloc(1);
  #offset = 0;
  readonly #lines = new LineCounter();
  #items = 0;

  constructor(onItem: (item: JsonItem) => void, reader?: SelectiveReader) {
    this.#onItem = onItem;
    this.#reader = reader;
  }

  push(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#append(chunk);
    // A value that spans chunks is scanned again from its start: twice as many bytes each time, so that the work stays linear.
    const [sofar, waiting] = [this.#rest.length, this.#end - this.#start - this.#rest.length];
    if (sofar > unit && waiting < sofar) return;
    this.#take();
    this.#drain(false);
    if (this.#rest.length > longest) this.#fail(0, `a value longer than ${longest >> 20} MB`, 'too large');
  }

  end(): JsonSummary {
    if (this.#held.length === 0) this.#held = Buffer.alloc(1);
    this.#take();
    this.#drain(true);
    if (this.#stack.length > 0 || this.#logs.active) this.#fail(this.#rest.length, `the text ends inside a ${this.#logs.active ? 'log' : 'list'}`, 'truncated');
    return { items: this.#items, lists: this.#lists, problems: this.#problems.all(), logs: this.#logs.lines, bytes: this.#offset + this.#rest.length };
  }

  #ended = false;
  readonly #logs = new LogSkipper();

  #append(chunk: Uint8Array): void {
    const length = this.#end - this.#start;
    const enough = length + chunk.length + 1;
    if (this.#end + chunk.length + 1 > this.#held.length) {
      const held = enough > this.#held.length ? Buffer.allocUnsafeSlow(2 * enough) : this.#held;
      this.#held.copy(held, 0, this.#start, this.#end);
      [this.#held, this.#start, this.#end] = [held, 0, length];
      this.#rest = held.subarray(0, this.#rest.length);
    }
    this.#held.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  #take(): void {
    this.#held[this.#end] = 0;
    this.#rest = this.#held.subarray(this.#start, this.#end);
    this.#closed = this.#held.subarray(this.#start, this.#end + 1);
  }

  readonly #stack: Level[] = [];

  #drain(last: boolean): void {
    let at = 0;
    while (!this.#ended) {
      at = this.#skipBetween(at);
      if (at >= this.#rest.length) break;
      const next = this.#step(at, last);
      if (next === undefined) break;
      at = next;
    }
    this.#consume(at);
  }

  /** White space, commas, `---` lines and the ends of lists between items. */
  #skipBetween(from: number): number {
    let at = from;
    for (; at < this.#rest.length; at++) {
      const byte = this.#rest[at];
      if (byte === newline || byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x2c || byte === 0x2d) continue;
      if (byte === 0xef || byte === 0xbb || byte === 0xbf) continue;
      if ((byte === closeBracket || byte === closeBrace) && this.#stack.length > 0) {
        if (byte === closeBracket && this.#stack.at(-1)?.kind === 'items') this.#stack.pop();
        else if (byte === closeBrace && this.#stack.at(-1)?.kind === 'list') this.#close(this.#stack.pop(), at + 1);
        continue;
      }
      break;
    }
    return at;
  }

  /** One value or list head at `at`; undefined where more bytes are needed. */
  #step(at: number, last: boolean): number | undefined {
    const level = this.#stack.at(-1);
    if (this.#logs.active || (this.#stack.length === 0 && this.#rest[at] === 0x3d)) return this.#log(at, last);
    if (level?.kind === 'list') return this.#member(at, level, last);
    if (!level && this.#rest[at] === openBracket) {
      this.#stack.push({ kind: 'items', list: undefined });
      return at + 1;
    }
    if (!level && this.#rest[at] !== openBrace) return this.#fail(at, `${JSON.stringify(this.#rest.toString('utf8', at, at + 10))} begins no JSON object`, 'not json');
    const selected = this.#selected(at, level?.list);
    if (selected !== undefined) return selected;
    const whole = this.#wholeLine(at, level?.list);
    if (whole !== undefined) return whole;
    if (this.#rest[at] === openBrace && this.#stack.length < deepestList) {
      const head = listHead(this.#rest, at);
      if (head.endsWith('more') && !last) return undefined;
      if (head.startsWith('list')) {
        const list: JsonList = {};
        this.#lists.push(list);
        this.#stack.push({ kind: 'list', list, start: this.#offset + at, line: this.#lines.at(this.#rest, at), fields: {} });
        return at + 1;
      }
    }
    return this.#value(at, level?.list, last);
  }

  #selected(at: number, list: JsonList | undefined): number | undefined {
    if (!this.#reader || this.#rest[at] !== openBrace) return undefined;
    const end = this.#reader.read(this.#closed, at, list?.kind);
    if (end < 0) return undefined;
    this.#give(this.#reader.value, at, end, list);
    return end;
  }

  #misses = 0;

  /** An object that fills the rest of its line, as dumps are written by most tools: found by the line's end alone. Undefined where the general way must look. */
  #wholeLine(at: number, list: JsonList | undefined): number | undefined {
    if (this.#misses >= mostMisses || this.#rest[at] !== openBrace) return undefined;
    const lineEnd = this.#rest.indexOf(newline, at);
    if (lineEnd < 0 || lineEnd - at > shortLine) return undefined;
    let end = lineEnd;
    while (this.#rest[end - 1] === 0x2c || isSpace(this.#rest[end - 1])) end--;
    const value = this.#rest[end - 1] === closeBrace ? parsed(this.#rest.toString('utf8', at, end)) : undefined;
    if (value === undefined || 'items' in value) {
      this.#misses++;
      return undefined;
    }
    this.#give(value, at, end, list);
    return end;
  }

  #give(value: unknown, at: number, end: number, list: JsonList | undefined): void {
    this.#items++;
    this.#onItem({ value, start: this.#offset + at, end: this.#offset + end, line: this.#lines.at(this.#rest, at), list });
  }

  /** `"key": value` of a list around items. */
  #member(at: number, level: Level, last: boolean): number | undefined {
    if (this.#rest[at] !== quote) return this.#fail(at, `${JSON.stringify(this.#rest.toString('utf8', at, at + 10))} begins no name of a field`, 'not json');
    const keyEnd = valueEnd(this.#rest, at);
    if (keyEnd === undefined) return last ? this.#fail(at, 'the text ends inside a list', 'truncated') : undefined;
    let value = keyEnd;
    while (value < this.#rest.length && (isSpace(this.#rest[value]) || this.#rest[value] === 0x3a)) value++;
    if (value >= this.#rest.length) return last ? this.#fail(at, 'the text ends inside a list', 'truncated') : undefined;
    const key = this.#rest.toString('utf8', at + 1, keyEnd - 1);
    if (key === 'items' && this.#rest[value] === openBracket) {
      level.itemsFrom = this.#items;
      this.#stack.push({ kind: 'items', list: level.list });
      return value + 1;
    }
    const end = valueEnd(this.#rest, value);
    if (end === undefined) return last ? this.#fail(value, 'the text ends inside a value', 'truncated') : undefined;
    if (end === value) return this.#fail(value, `${JSON.stringify(this.#rest.toString('utf8', value, value + 1))} begins no JSON value`, 'not json');
    this.#keep(key, value, end, level);
    return end;
  }

  /** The end of what looked like a list: it may be an object of a kind such as `AllowList`, or one with a field called `items`. */
  #close({ list, start = 0, line = 1, fields = {}, itemsFrom }: Level = { kind: 'list', list: undefined }, to: number): void {
    const isList = list?.kind?.endsWith('List') === true;
    if (itemsFrom === undefined || (!isList && list?.kind === undefined && itemsFrom === this.#items)) {
      this.#lists.splice(this.#lists.findIndex((each) => each === list), 1);
      this.#items++;
      this.#onItem({ value: itemsFrom === undefined ? fields : { ...fields, ...list, items: [] }, start, end: this.#offset + to, line, list: this.#stack.findLast((level) => level.list)?.list });
    } else if (!isList && list?.kind !== undefined) {
      const message = `an object of kind ${JSON.stringify(list.kind)}, which is no list, has items before its kind, and more than are held at once: it was not read`;
      this.#problems.add({ line, start, message, remedy: 'Write its kind before its items.', severity: 'invalid', cause: 'syntax' });
    }
  }

  #keep(key: string, start: number, end: number, { list, fields, itemsFrom }: Level): void {
    const isHead = key === 'apiVersion' || key === 'kind' || key === 'metadata';
    if (!list || (!isHead && itemsFrom !== undefined)) return;
    const parsed = this.#parse(start, end);
    if (fields && itemsFrom === undefined) Object.defineProperty(fields, key, { value: parsed, enumerable: true, writable: true, configurable: true });
    if (!isHead) return;
    if (key === 'metadata') list.metadata = parsed;
    else if (typeof parsed === 'string') list[key] = parsed;
  }

  #value(at: number, list: JsonList | undefined, last: boolean): number | undefined {
    const depth: Depth = { exceeded: false };
    const end = valueEnd(this.#rest, at, depth);
    if (end === undefined) return last ? this.#fail(at, 'the text ends inside a value', 'truncated') : undefined;
    if (depth.exceeded) {
      this.#report(at, 'lists and maps stand more than 1000 deep in one another', 'too large');
      return end;
    }
    if (end === at) return this.#fail(at, `${JSON.stringify(this.#rest.toString('utf8', at, at + 1))} begins no JSON value`, 'not json');
    const value = this.#parse(at, end);
    if (value !== undefined) this.#give(value, at, end, list);
    return end;
  }

  /** Over a log, as far as it is here; undefined where it is not known yet whether one starts. */
  #log(at: number, last: boolean): number | undefined {
    const next = this.#logs.skip(this.#rest, at, last, () => this.#lines.at(this.#rest, at));
    if (next !== 'no log') return next;
    return this.#fail(at, 'text that is no JSON stands between objects; a container may have written it to imitate the marks around its log', 'not json');
  }

  #parse(start: number, end: number): unknown {
    try {
      return JSON.parse(this.#rest.toString('utf8', start, end)) as unknown;
    } catch (error) {
      this.#report(start, error instanceof Error ? error.message : 'not JSON', 'syntax');
      return undefined;
    }
  }

  /** Reports and gives up on the rest of the line, or of everything where nothing can follow. */
  #fail(at: number, message: string, cause: JsonProblem['cause']): number {
    this.#report(at, message, cause);
    const final = cause !== 'not json' || this.#problems.full;
    if (final) {
      this.#stack.length = 0;
      this.#ended = true;
    }
    const next = this.#rest.indexOf(newline, at);
    return final || next < 0 ? this.#rest.length : next + 1;
  }

  #report(at: number, message: string, cause: JsonProblem['cause']): void {
    this.#problems.note({ line: this.#lines.at(this.#rest, at), start: this.#offset + at }, message, cause);
  }

  #consume(to: number): void {
    this.#lines.consume(this.#rest, to);
    this.#offset += to;
    this.#start += to;
    this.#rest = this.#rest.subarray(to);
    this.#closed = this.#closed.subarray(to);
  }
}
