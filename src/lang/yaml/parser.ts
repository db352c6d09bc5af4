import { YamlFault } from './cursor.ts';
import type { YamlNode } from './node.ts';
import { Scanner } from './scanner.ts';
import { Tags, type Properties } from './tags.ts';
import type { Token, TokenKind } from './token.ts';

/** Nobody writes lists and maps this deep, and reading on would end where the process' stack does. */
export const deepestNode = 1000;

export interface YamlTree {
  /** Undefined where the text holds no document at all. */
  readonly root: YamlNode | undefined;
  /** Names that aliases use. */
  readonly aliased: ReadonlySet<string>;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * The first document of a text as a tree; what follows it is not looked at, as kubectl does not.
 * `marked`: a `---` line came right before it.
 * @throws YamlFault
 */
export function parseYaml(text: string, marked: boolean = false): YamlTree {
  return new Parser(text, marked).document(marked);
}

class Parser {
  readonly #scanner: Scanner;
  readonly #tags: Tags;
  readonly #anchors = new Map<string, YamlNode>();
  readonly #aliased = new Set<string>();
  #depth = 0;

  constructor(text: string, marked: boolean) {
    this.#scanner = new Scanner(text, marked);
    this.#tags = new Tags(this.#scanner);
  }

  document(marked: boolean): YamlTree {
    const scanner = this.#scanner;
    const first = scanner.peek();
    if (first.kind === 'stream end') return { root: undefined, aliased: this.#aliased };
    if (!marked) this.#tags.directives();
    const start = scanner.peek();
    const explicit = !marked && start.kind === 'document start';
    if (!marked && !explicit && start !== first) throw fault(start, 'a directive (a line that starts with %) is followed by a --- line in the same document');
    if (explicit) scanner.next();
    const none = (marked || explicit) && this.#isOneOf(scanner.peek(), 'version', 'tag directive', 'document start', 'document end', 'stream end');
    const root = none ? empty(scanner.peek().start) : this.#node(true, false);
    // kubectl looks at one more token to see that the document ends.
    scanner.peek();
    return { root, aliased: this.#aliased };
  }

  /** One value. `block`: outside of `[]` and `{}`; `dashes`: a list may start without deeper indentation. */
  #node(block: boolean, dashes: boolean): YamlNode {
    const scanner = this.#scanner;
    const first = scanner.peek();
    if (first.kind === 'alias') return this.#alias();
    const properties = this.#tags.properties(first);
    const token = scanner.peek();
    if (dashes && token.kind === '-') return this.#nested(token, () => this.#dashList(properties, token, true));
    switch (token.kind) {
      case 'scalar':
        return this.#scalar(properties, token);
      case '[':
        return this.#nested(token, () => this.#flowList(properties));
      case '{':
        return this.#nested(token, () => this.#flowMap(properties));
      case 'block sequence':
        if (block) return this.#nested(token, () => this.#dashList(properties, token, false));
        break;
      case 'block mapping':
        if (block) return this.#nested(token, () => this.#blockMap(properties));
        break;
    }
    if (properties.any) return this.#anchored(properties.anchor, { is: 'scalar', text: '', plain: properties.tag === '', tag: properties.tag, style: 'plain', empty: true, start: properties.start, end: properties.end });
    throw fault(token, token.kind === 'stream end' ? 'the document ends where a value should stand' : 'no value can start here');
  }

  #nested<T>(token: Token, read: () => T): T {
    if (++this.#depth > deepestNode) throw fault(token, `lists and maps stand more than ${deepestNode} deep in one another`);
    const node = read();
    this.#depth--;
    return node;
  }

  #alias(): YamlNode {
    const token = this.#scanner.next();
    const target = this.#anchors.get(token.value);
    if (!target) throw fault(token, `*${token.value} names no anchor: &${token.value} is missing before it`);
    this.#aliased.add(token.value);
    return { is: 'alias', name: token.value, target, start: token.start, end: token.end };
  }

  #scalar({ start, anchor, tag }: Properties, token: Token): YamlNode {
    this.#scanner.next();
    const plain = tag === '!' || (tag === '' && token.style === 'plain');
    return this.#anchored(anchor, { is: 'scalar', text: token.value, plain, tag, style: token.style, empty: false, start, end: token.end });
  }

  #anchored<T extends YamlNode>(name: string, node: T): T {
    if (name !== '') this.#anchors.set(name, node);
    return node;
  }

  /** With `loose`, a list whose dashes stand at the indentation of the key above: nothing closes it. */
  #dashList({ start, anchor }: Properties, first: Token, loose: boolean): YamlNode {
    const scanner = this.#scanner;
    const items: YamlNode[] = [];
    const dashes: number[] = [];
    const list: Mutable<YamlNode & { is: 'list' }> = this.#anchored(anchor, { is: 'list', flow: false, items, dashes, start, end: first.end });
    if (!loose) scanner.next();
    while (scanner.peek().kind === '-') {
      const dash = scanner.next();
      dashes.push(dash.start);
      const token = scanner.peek();
      const nothing = loose ? this.#isOneOf(token, '-', 'key', 'value', 'block end') : this.#isOneOf(token, '-', 'block end');
      const item = nothing ? empty(dash.end) : this.#node(true, false);
      items.push(item);
      list.end = item.end;
    }
    if (!loose) this.#close('block end', 'a list item starts with "- " at the indentation of the one before');
    return list;
  }

  #blockMap({ start, anchor }: Properties): YamlNode {
    const scanner = this.#scanner;
    const parts: YamlNode[] = [];
    const colons: (number | undefined)[] = [];
    const first = scanner.next();
    const map: Mutable<YamlNode & { is: 'map' }> = this.#anchored(anchor, { is: 'map', flow: false, parts, colons, start, end: first.end });
    while (scanner.peek().kind === 'key') {
      const mark = scanner.next();
      parts.push(this.#isOneOf(scanner.peek(), 'key', 'value', 'block end') ? empty(mark.end) : this.#node(true, true));
      const colon = scanner.peek();
      colons.push(colonOf(colon));
      let value: YamlNode;
      if (colon.kind === 'value') {
        scanner.next();
        value = this.#isOneOf(scanner.peek(), 'key', 'value', 'block end') ? empty(colon.end) : this.#node(true, true);
      } else value = empty(colon.start);
      parts.push(value);
      map.end = Math.max(value.end, parts.at(-2)?.end ?? 0);
    }
    this.#close('block end', 'this line is neither a key at the indentation of the keys before nor part of their values');
    return map;
  }

  #flowList({ start, anchor }: Properties): YamlNode {
    const scanner = this.#scanner;
    const items: YamlNode[] = [];
    const open = scanner.next();
    const list: Mutable<YamlNode & { is: 'list' }> = this.#anchored(anchor, { is: 'list', flow: true, items, dashes: [], start, end: open.end });
    for (let first = true; this.#hasNext(']', first, open); first = false) items.push(scanner.peek().kind === 'key' ? this.#pair() : this.#node(false, false));
    list.end = scanner.next().end;
    return list;
  }

  /** `[a: 1]` is a list of one map. */
  #pair(): YamlNode {
    const scanner = this.#scanner;
    const start = scanner.next().start;
    let key: YamlNode;
    if (this.#isOneOf(scanner.peek(), 'value', ',', ']')) {
      // The library behind kubectl drops this token, whatever it is, and mostly fails at the next.
      key = empty(scanner.next().end);
    } else key = this.#node(false, false);
    const colon = colonOf(scanner.peek());
    const value = this.#flowValue(']');
    return { is: 'map', flow: true, parts: [key, value], colons: [colon], start, end: Math.max(key.end, value.end) };
  }

  #flowMap({ start, anchor }: Properties): YamlNode {
    const scanner = this.#scanner;
    const parts: YamlNode[] = [];
    const colons: (number | undefined)[] = [];
    const open = scanner.next();
    const map: Mutable<YamlNode & { is: 'map' }> = this.#anchored(anchor, { is: 'map', flow: true, parts, colons, start, end: open.end });
    for (let first = true; this.#hasNext('}', first, open); first = false) {
      if (scanner.peek().kind === 'key') {
        scanner.next();
        const token = scanner.peek();
        parts.push(this.#isOneOf(token, 'value', ',', '}') ? empty(token.start) : this.#node(false, false));
        colons.push(colonOf(scanner.peek()));
        parts.push(this.#flowValue('}'));
      } else {
        parts.push(this.#node(false, false));
        colons.push(undefined);
        parts.push(empty(scanner.peek().start));
      }
    }
    map.end = scanner.next().end;
    return map;
  }

  /** Whether another entry follows; takes the comma before it. */
  #hasNext(close: ']' | '}', first: boolean, open: Token): boolean {
    const scanner = this.#scanner;
    const token = scanner.peek();
    if (token.kind === 'stream end') throw fault(open, `the ${close === ']' ? '[' : '{'} that opens here is never closed`);
    if (!first && token.kind !== close) {
      if (token.kind !== ',') throw fault(token, `"," or "${close}" should stand here`);
      scanner.next();
    }
    return scanner.peek().kind !== close;
  }

  #flowValue(close: ']' | '}'): YamlNode {
    const token = this.#scanner.peek();
    if (token.kind !== 'value') return empty(token.start);
    this.#scanner.next();
    const next = this.#scanner.peek();
    return this.#isOneOf(next, ',', close) ? empty(token.end) : this.#node(false, false);
  }

  #close(kind: TokenKind, message: string): void {
    const token = this.#scanner.peek();
    if (token.kind !== kind) throw fault(token, message);
    this.#scanner.next();
  }

  #isOneOf(token: Token, ...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(token.kind);
  }
}

function empty(at: number): YamlNode {
  return { is: 'scalar', text: '', plain: true, tag: '', style: 'plain', empty: true, start: at, end: at };
}

function colonOf(token: Token): number | undefined {
  return token.kind === 'value' ? token.start : undefined;
}

function fault(token: Token, message: string): YamlFault {
  return new YamlFault(token.start, message);
}
