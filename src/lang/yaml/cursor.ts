/** Text that is no YAML as kubectl reads it, with the place where that shows. */
export class YamlFault extends Error {
  readonly offset: number;
  constructor(offset: number, message: string) {
    super(message);
    this.name = 'YamlFault';
    this.offset = offset;
  }
}

/** What no YAML text may hold, in comments neither. */
export const unprintable: RegExp = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/;

/** Ends every text: no document holds the character, so that nobody needs to look for the length. */
const end = 0;

/** A place in a text, with its column. Line ends are LF, CRLF, CR and the three of Unicode, as YAML 1.1 has it. */
export class Cursor {
  readonly text: string;
  pos: number = 0;
  line: number = 0;
  #lineStart = 0;

  constructor(text: string, marked: boolean = false) {
    // kubectl hands its reader whole lines, so a last line without end gets one: `|+` shows the difference.
    this.text = text.endsWith('\n') ? `${text}\0` : `${text}\n\0`;
    // Only the mark at the very start is none of the text, and takes no column.
    if (!marked && text.charCodeAt(0) === 0xfeff) this.pos = this.#lineStart = 1;
  }

  get column(): number {
    return this.pos - this.#lineStart;
  }

  code(ahead: number = 0): number {
    return this.text.charCodeAt(this.pos + ahead);
  }

  /** Over one line end, if one is here. */
  skipLine(): void {
    const width = breakWidth(this.text, this.pos);
    if (width === 0) return;
    this.pos += width;
    this.line++;
    this.#lineStart = this.pos;
  }

  /** As `skipLine`, and gives the line end as the value of a scalar has it. */
  readLine(): string {
    const code = this.code();
    const kept = code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
    this.skipLine();
    return kept;
  }

  skipBlanks(): void {
    while (isBlank(this.code())) this.pos++;
  }

  skipComment(): void {
    if (this.code() !== 0x23) return;
    while (!isBreakOrEnd(this.code())) this.pos++;
  }

  /** `---` or `...` at the start of a line. */
  atDocumentMark(code: number): boolean {
    return this.column === 0 && this.code() === code && this.code(1) === code && this.code(2) === code && isBlankOrEnd(this.code(3));
  }

  fault(message: string, offset: number = this.pos): YamlFault {
    return new YamlFault(Math.min(offset, this.text.length - 2), message);
  }
}

// Before its reader sees a line, kubectl takes CR LF from its end, so that CR CR LF is one line end too.
function breakWidth(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code !== 0x0d) return isBreak(code) ? 1 : 0;
  if (text.charCodeAt(at + 1) === 0x0a) return 2;
  return text.charCodeAt(at + 1) === 0x0d && text.charCodeAt(at + 2) === 0x0a ? 3 : 1;
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === end || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === end || code === 0x09 || isBreak(code);
}

export function isEnd(code: number): boolean {
  return code === end;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Letters of anchors, tag handles and directives. */
export function isWord(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f || code === 0x2d;
}
