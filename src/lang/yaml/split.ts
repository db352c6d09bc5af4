import { isUtf8 } from 'node:buffer';
import type { TextProblem } from '../problem.ts';
import { unprintable } from './cursor.ts';

/** One document of a YAML file, by its place. `yamlText` gives what to read. */
export interface YamlDocument {
  /** Byte range in the file; the `---` line before it is not part of it. */
  readonly start: number;
  readonly end: number;
  /** The line of the file at which it starts, from 1. */
  readonly line: number;
  /** kubectl hands the `---` line before it to its YAML reader too: only where no other text came before that line. */
  readonly marked: boolean;
}

export interface YamlSplit {
  /** Every document that holds more than white space; one that holds comments only reads as null. */
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly TextProblem[];
}

const newline = 0x0a;
const dash = 0x2d;
// A longer text is no manifest, and JavaScript strings end at 2^29 characters.
const longest = 1 << 28;

/**
 * Splits a file where kubectl does (apimachinery's YAMLReader): at every line that starts with `---`, wherever it stands.
 * Only a comment may follow the dashes; text after them is a problem of that document, and its neighbours are still given.
 */
export function splitYaml(bytes: Uint8Array): YamlSplit {
  const buffer = asBuffer(bytes);
  const encoding = foreignEncoding(buffer);
  if (encoding !== undefined) return { documents: [], problems: [encoding] };
  return new Splitter(buffer).split();
}

// What Go trims: the white space of Unicode with NEL, without the byte order mark.
const goSpace = /^(?:(?!\ufeff)[\s\x85])+/;

class Splitter {
  readonly #bytes: Buffer;
  readonly #allUtf8: boolean;
  readonly #documents: YamlDocument[] = [];
  readonly #problems: TextProblem[] = [];
  #line = 1;
  #counted = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#allUtf8 = isUtf8(bytes);
  }

  split(): YamlSplit {
    const bytes = this.#bytes;
    let start = 0;
    let next = 0;
    let usable = true;
    let marked = false;
    for (let separator = firstSeparator(bytes); separator >= 0; separator = nextSeparator(bytes, next)) {
      if (usable) this.#document(start, separator, marked);
      next = lineEnd(bytes, separator);
      marked = separator === start && !marked;
      usable = this.#checkSeparator(separator, next, marked);
      // Where the line is kept and reads `---#`, it is no mark but text.
      const isText: boolean = marked && bytes[separator + 3] === 0x23;
      start = isText ? separator : next;
      marked &&= !isText;
    }
    if (usable) this.#document(start, bytes.length, marked);
    return { documents: this.#documents, problems: this.#problems };
  }

  #document(start: number, end: number, marked: boolean): void {
    if (isBlank(this.#bytes, start, end)) return;
    const line = this.#lineAt(start);
    if (end - start > longest) return this.#problem(line, 'too large', `document of ${Math.ceil((end - start) / 1e6)} MB`, 'No manifest is this long: leave the file out, or split it with --- lines.');
    if (!this.#allUtf8 && !isUtf8(this.#bytes.subarray(start, end))) return this.#problem(line, 'encoding', 'text that is not UTF-8', 'Save the file as UTF-8: kubectl reads nothing else.');
    this.#documents.push({ start, end, line, marked });
  }

  #checkSeparator(start: number, end: number, kept: boolean): boolean {
    const rest = this.#bytes.toString('utf8', start + 3, Math.min(end, start + 200)).replace(goSpace, '');
    if (rest === '' || rest.startsWith('#')) {
      const control = kept ? unprintable.exec(rest) : null;
      if (control) this.#problem(this.#lineAt(start), 'syntax', `the control character ${JSON.stringify(control[0])}`, 'Take it out: YAML allows none.');
      return control === null;
    }
    this.#problem(this.#lineAt(start), 'separator', `text after the document separator: ---${rest.slice(0, 40).trimEnd()}`, 'Put the text on the next line: kubectl stops reading the file here.');
    return false;
  }

  #problem(line: number, cause: TextProblem['cause'], message: string, remedy: string): void {
    this.#problems.push({ line, message, remedy, severity: 'invalid', cause });
  }

  #lineAt(offset: number): number {
    const bytes = this.#bytes;
    for (let i = bytes.indexOf(newline, this.#counted); i >= 0 && i < offset; i = bytes.indexOf(newline, i + 1)) this.#line += 1;
    this.#counted = offset;
    return this.#line;
  }
}

function firstSeparator(bytes: Buffer): number {
  const starts = bytes[0] === dash && bytes[1] === dash && bytes[2] === dash;
  return starts ? 0 : nextSeparator(bytes, 0);
}

// `from` is the start of a line that has been looked at, or 0.
function nextSeparator(bytes: Buffer, from: number): number {
  if (from > 0 && bytes[from] === dash && bytes[from + 1] === dash && bytes[from + 2] === dash) return from;
  const found = bytes.indexOf('\n---', from, 'latin1');
  return found < 0 ? -1 : found + 1;
}

function lineEnd(bytes: Buffer, from: number): number {
  const found = bytes.indexOf(newline, from);
  return found < 0 ? bytes.length : found + 1;
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i];
    // A tab is no white space where a document starts: the reader tells.
    if (byte !== 0x20 && byte !== newline && byte !== 0x0d) return false;
  }
  return true;
}

// kubectl splits lines by the byte 0x0a before it looks at the encoding, so UTF-16 works for no file of its own kind.
function foreignEncoding(bytes: Buffer): TextProblem | undefined {
  if (!isUtf16(bytes)) return undefined;
  return { line: 1, message: 'the file is UTF-16', remedy: 'Save it as UTF-8, such as: iconv -f UTF-16 -t UTF-8 FILE', severity: 'invalid', cause: 'encoding' };
}

/** By its mark, or by every other byte of its first characters being 0. */
export function isUtf16(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  if (a === undefined || b === undefined) return false;
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0) || (a !== 0 && b === 0 && c !== 0 && d === 0);
}

/** The text of one document. */
export function yamlText(bytes: Uint8Array, document: YamlDocument): string {
  return asBuffer(bytes).toString('utf8', document.start, document.end);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
