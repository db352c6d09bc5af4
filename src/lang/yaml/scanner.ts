import { Cursor, isBlank, isBlankOrEnd, isEnd } from './cursor.ts';
import { Keys } from './keys.ts';
import { scanBlock } from './scan-block.ts';
import { scanPlain } from './scan-plain.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-properties.ts';
import { scanQuoted } from './scan-quoted.ts';
import { Token, type SimpleKey, type TokenKind } from './token.ts';

const deepest = 10_000;
// What starts no plain scalar, whatever follows.
const signs = ',[]{}#&*!|>\'"%@`';

/** Cuts a YAML text into tokens exactly where kubectl's reader (go-yaml 2, a libyaml) does. */
export class Scanner {
  readonly #cursor: Cursor;
  #tokens: Token[] = [];
  #head = 0;
  #taken = 0;
  #indent = -1;
  readonly #indents: number[] = [];
  readonly #keys: Keys;
  #keyAllowed = true;

  constructor(text: string, marked: boolean = false) {
    this.#cursor = new Cursor(text, marked);
    this.#keys = new Keys(this.#cursor);
  }

  /** The next token, which stays. @throws YamlFault */
  peek(): Token {
    for (;;) {
      const token = this.#tokens[this.#head];
      // A token that may yet turn out to be a key waits: the key's own token would come before it.
      if (token && !(token.key?.awaited === true && token.key.possible && this.#keys.isValid(token.key))) return token;
      this.#fetch();
    }
  }

  next(): Token {
    const token = this.peek();
    this.#head++;
    this.#taken++;
    if (this.#head === this.#tokens.length) {
      this.#tokens = [];
      this.#head = 0;
    }
    return token;
  }

  get #inFlow(): boolean {
    return this.#keys.depth > 0;
  }

  #fetch(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#unroll(cursor.column);
    const code = cursor.code();
    if (isEnd(code)) return this.#streamEnd();
    if (cursor.column === 0) {
      if (code === 0x25) return this.#atTop(() => scanDirective(cursor));
      if (cursor.atDocumentMark(0x2d)) return this.#atTop(() => this.#mark('document start', 3));
      if (cursor.atDocumentMark(0x2e)) return this.#atTop(() => this.#mark('document end', 3));
    }
    const blankNext = isBlankOrEnd(cursor.code(1));
    if (code === 0x5b || code === 0x7b) return this.#flowStart(code === 0x5b ? '[' : '{');
    if (code === 0x5d || code === 0x7d) return this.#flowEnd(code === 0x5d ? ']' : '}');
    if (code === 0x2c) return this.#entry(',');
    if (code === 0x2d && blankNext) return this.#blockEntry();
    if (code === 0x3f && (this.#inFlow || blankNext)) return this.#key();
    if (code === 0x3a && (this.#inFlow || blankNext)) return this.#value();
    this.#content(code);
  }

  #content(code: number): void {
    const cursor = this.#cursor;
    const inFlow = this.#inFlow;
    if ((code === 0x7c || code === 0x3e) && !inFlow) {
      this.#keys.remove();
      this.#keyAllowed = true;
      this.#push(scanBlock(cursor, this.#indent));
      return;
    }
    const scan = this.#scannerFor(code);
    if (!scan) throw cursor.fault(`${JSON.stringify(cursor.text.charAt(cursor.pos))} starts no value${code === 0x09 ? ': YAML takes spaces, not tabs, before keys' : '; text that starts with it needs quotes'}`);
    const key = this.#saveKey();
    this.#keyAllowed = false;
    const token = scan();
    token.key = key;
    this.#push(token);
  }

  #scannerFor(code: number): (() => Token) | undefined {
    const cursor = this.#cursor;
    switch (code) {
      case 0x2a: return () => scanAnchor(cursor, 'alias');
      case 0x26: return () => scanAnchor(cursor, 'anchor');
      case 0x21: return () => scanTag(cursor);
      case 0x27:
      case 0x22: return () => scanQuoted(cursor);
      default: return this.#startsPlain(code) ? () => this.#plain() : undefined;
    }
  }

  #startsPlain(code: number): boolean {
    if (isBlankOrEnd(code)) return false;
    if (code === 0x2d) return !isBlank(this.#cursor.code(1));
    if (code === 0x3f || code === 0x3a) return !this.#inFlow && !isBlankOrEnd(this.#cursor.code(1));
    return code > 127 || !signs.includes(String.fromCharCode(code));
  }

  #plain(): Token {
    const { token, newLine } = scanPlain(this.#cursor, this.#indent + 1, this.#inFlow);
    if (newLine) this.#keyAllowed = true;
    return token;
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      while (cursor.code() === 0x20 || (cursor.code() === 0x09 && (this.#inFlow || !this.#keyAllowed))) cursor.pos++;
      cursor.skipComment();
      const line = cursor.line;
      cursor.skipLine();
      if (cursor.line === line) return;
      if (!this.#inFlow) this.#keyAllowed = true;
    }
  }

  #push(token: Token): void {
    this.#tokens.push(token);
  }

  #mark(kind: TokenKind, width: number): Token {
    const start = this.#cursor.pos;
    this.#cursor.pos += width;
    return new Token(kind, start, this.#cursor.pos);
  }

  #streamEnd(): void {
    this.#unroll(-1);
    this.#keys.remove();
    this.#keyAllowed = false;
    this.#push(new Token('stream end', this.#cursor.pos, this.#cursor.pos));
  }

  /** Directives and document marks close everything that is open. */
  #atTop(scan: () => Token): void {
    this.#unroll(-1);
    this.#keys.remove();
    this.#keyAllowed = false;
    this.#push(scan());
  }

  #flowStart(kind: '[' | '{'): void {
    const key = this.#saveKey();
    this.#keys.open(this.#nextNumber);
    if (this.#keys.depth > deepest) throw this.#cursor.fault(`more than ${deepest} lists and maps in one another`);
    this.#keyAllowed = true;
    const token = this.#mark(kind, 1);
    token.key = key;
    this.#push(token);
  }

  #flowEnd(kind: ']' | '}'): void {
    this.#keys.remove();
    this.#keys.close();
    this.#keyAllowed = false;
    this.#push(this.#mark(kind, 1));
  }

  #entry(kind: ',' | '-'): void {
    this.#keys.remove();
    this.#keyAllowed = true;
    this.#push(this.#mark(kind, 1));
  }

  #blockEntry(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw this.#cursor.fault('a "- " where no list can start; text that starts with it needs quotes');
      this.#roll(this.#cursor.column, undefined, 'block sequence', this.#cursor.pos);
    }
    this.#entry('-');
  }

  #key(): void {
    if (!this.#inFlow) {
      if (!this.#keyAllowed) throw this.#cursor.fault('a "? " where no key can start; text that starts with it needs quotes');
      this.#roll(this.#cursor.column, undefined, 'block mapping', this.#cursor.pos);
    }
    this.#keys.remove();
    this.#keyAllowed = !this.#inFlow;
    this.#push(this.#mark('key', 1));
  }

  #value(): void {
    const key = this.#keys.current;
    if (key) {
      this.#insert(key.number, new Token('key', key.pos, key.pos));
      this.#roll(key.column, key.number, 'block mapping', key.pos);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      if (!this.#inFlow) {
        if (!this.#keyAllowed) throw this.#cursor.fault('a ": " inside a value: text that holds one needs quotes, and a key of a map stands on a line of its own');
        this.#roll(this.#cursor.column, undefined, 'block mapping', this.#cursor.pos);
      }
      this.#keyAllowed = !this.#inFlow;
    }
    this.#push(this.#mark('value', 1));
  }

  #saveKey(): SimpleKey | undefined {
    return this.#keyAllowed ? this.#keys.save(this.#nextNumber, !this.#inFlow && this.#indent === this.#cursor.column) : undefined;
  }

  get #nextNumber(): number {
    return this.#taken + this.#tokens.length - this.#head;
  }

  #insert(number: number, token: Token): void {
    if (number < this.#taken) this.#push(token);
    else this.#tokens.splice(this.#head + number - this.#taken, 0, token);
  }

  /** Opens a block collection where the column is deeper than the block around it. */
  #roll(column: number, number: number | undefined, kind: 'block sequence' | 'block mapping', pos: number): void {
    if (this.#inFlow || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    if (this.#indents.length > deepest) throw this.#cursor.fault(`more than ${deepest} lists and maps in one another`);
    const token = new Token(kind, pos, pos);
    if (number === undefined) this.#push(token);
    else this.#insert(number, token);
  }

  #unroll(column: number): void {
    if (this.#inFlow) return;
    while (this.#indent > column) {
      this.#push(new Token('block end', this.#cursor.pos, this.#cursor.pos));
      this.#indent = this.#indents.pop() ?? -1;
    }
  }
}
