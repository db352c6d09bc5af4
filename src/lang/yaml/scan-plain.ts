import { isBlank, isBlankOrEnd, isBreak, type Cursor } from './cursor.ts';
import { Token } from './token.ts';

export interface PlainScalar {
  readonly token: Token;
  /** The scan went over a line end, so that a key may start where it stopped. */
  readonly newLine: boolean;
}

// Letters, digits and what else never ends a plain scalar, by code: most characters of most files.
const ordinary: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => (code > 0x20 && code < 0x7f && !':,?[]{}'.includes(String.fromCharCode(code)) ? 1 : 0));

/** A scalar without quotes. Lines that stand deeper than `indent` belong to it. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): PlainScalar {
  const start = cursor.pos;
  let end = start;
  let value = '';
  let blanks = '';
  let firstBreak = '';
  let breaks = '';
  let newLine = false;
  for (;;) {
    if (cursor.atDocumentMark(0x2d) || cursor.atDocumentMark(0x2e) || cursor.code() === 0x23) break;
    const from = cursor.pos;
    const to = wordEnd(cursor.text, from, inFlow);
    if (to > from) {
      value += newLine ? joined(firstBreak, breaks) : blanks;
      value += cursor.text.slice(from, to);
      blanks = firstBreak = breaks = '';
      newLine = false;
      end = cursor.pos = to;
    }
    const code = cursor.code();
    if (!isBlank(code) && !isBreak(code)) break;
    for (let next = code; isBlank(next) || isBreak(next); next = cursor.code()) {
      if (isBlank(next)) {
        if (newLine && next === 0x09 && cursor.column < indent) throw cursor.fault('a tab where the line is indented: YAML takes spaces only');
        if (!newLine) blanks += String.fromCharCode(next);
        cursor.pos++;
      } else if (newLine) breaks += cursor.readLine();
      else {
        blanks = '';
        firstBreak += cursor.readLine();
        newLine = true;
      }
    }
    if (!inFlow && cursor.column < indent) break;
  }
  return { token: new Token('scalar', start, end, value), newLine };
}

/** Where the characters of the scalar stop: at white space, at `: `, and in flow collections at their signs. */
function wordEnd(text: string, from: number, inFlow: boolean): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code < 128 && ordinary[code] === 1) continue;
    if (isBlankOrEnd(code)) return at;
    if (code === 0x3a) {
      if (isBlankOrEnd(text.charCodeAt(at + 1))) return at;
    } else if (inFlow && code < 128) return at;
  }
}

/** One line end reads as a space; of several, the first is dropped. */
export function joined(first: string, rest: string): string {
  if (!first.startsWith('\n')) return first + rest;
  return rest === '' ? ' ' : rest;
}
