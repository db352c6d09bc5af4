import { isBlank, isBlankOrEnd, isBreak, isEnd, type Cursor } from './cursor.ts';
import { joined } from './scan-plain.ts';
import { Token } from './token.ts';

const quote = 0x22;
const backslash = 0x5c;

/** A scalar in single or double quotes; the cursor stands at the opening one. */
export function scanQuoted(cursor: Cursor): Token {
  const start = cursor.pos;
  const mark = cursor.code();
  cursor.pos++;
  let value = '';
  for (;;) {
    if (cursor.atDocumentMark(0x2d) || cursor.atDocumentMark(0x2e)) throw cursor.fault('a document ends inside quotes that opened here', start);
    if (isEnd(cursor.code())) throw cursor.fault('the quotes that open here are never closed', start);
    const { text, escapedBreak } = mark === quote ? doubleQuoted(cursor, start) : { text: singleQuoted(cursor), escapedBreak: false };
    value += text;
    if (cursor.code() === mark) break;
    value += between(cursor, escapedBreak);
  }
  cursor.pos++;
  return new Token('scalar', start, cursor.pos, value, '', mark === quote ? 'double' : 'single');
}

/** Up to white space or the closing quote. */
function singleQuoted(cursor: Cursor): string {
  let text = '';
  let from = cursor.pos;
  for (let code = cursor.code(); !isBlankOrEnd(code); code = cursor.code()) {
    if (code === 0x27) {
      if (cursor.code(1) !== 0x27) break;
      text += cursor.text.slice(from, cursor.pos + 1);
      cursor.pos += 2;
      from = cursor.pos;
    } else cursor.pos++;
  }
  return text + cursor.text.slice(from, cursor.pos);
}

function doubleQuoted(cursor: Cursor, start: number): { readonly text: string; readonly escapedBreak: boolean } {
  let text = '';
  let from = cursor.pos;
  for (let code = cursor.code(); !isBlankOrEnd(code) && code !== quote; code = cursor.code()) {
    if (code !== backslash) {
      cursor.pos++;
      continue;
    }
    text += cursor.text.slice(from, cursor.pos);
    if (isBreak(cursor.code(1))) {
      cursor.pos++;
      cursor.skipLine();
      return { text, escapedBreak: true };
    }
    text += escaped(cursor, start);
    from = cursor.pos;
  }
  return { text: text + cursor.text.slice(from, cursor.pos), escapedBreak: false };
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', ' ': ' ', '"': '"', "'": "'", '\\': '\\',
  N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029',
};
const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function escaped(cursor: Cursor, start: number): string {
  const letter = cursor.text.charAt(cursor.pos + 1);
  const plain = escapes[letter];
  const length = hexLengths[letter] ?? 0;
  if (plain === undefined && length === 0) throw cursor.fault(`"\\${isEnd(letter.charCodeAt(0)) ? '' : letter}" means nothing in double quotes; a backslash itself is written \\\\`);
  cursor.pos += 2;
  if (plain !== undefined) return plain;
  const digits = cursor.text.slice(cursor.pos, cursor.pos + length);
  const value = new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits) ? parseInt(digits, 16) : NaN;
  if (Number.isNaN(value) || (value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) throw cursor.fault(`\\${letter}${digits.split(/["\s\0]/)[0] ?? ''} is no character`, start);
  cursor.pos += length;
  return String.fromCodePoint(value);
}

/** White space inside the quotes: kept within a line, folded over line ends. */
function between(cursor: Cursor, escapedBreak: boolean): string {
  let newLine = escapedBreak;
  let blanks = '';
  let first = '';
  let rest = '';
  for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
    if (isBlank(code)) {
      if (!newLine) blanks += String.fromCharCode(code);
      cursor.pos++;
    } else if (newLine) rest += cursor.readLine();
    else {
      first = cursor.readLine();
      newLine = true;
    }
  }
  return newLine ? joined(first, rest) : blanks;
}
