import { isBlank, isBlankOrEnd, isBreakOrEnd, isDigit, isWord, type Cursor } from './cursor.ts';
import { Token } from './token.ts';

/** `&name` or `*name`. */
export function scanAnchor(cursor: Cursor, kind: 'anchor' | 'alias'): Token {
  const start = cursor.pos;
  cursor.pos++;
  const name = words(cursor);
  const next = cursor.text.charAt(cursor.pos);
  if (name === '' || !(isBlankOrEnd(cursor.code()) || '?:,]}%@`'.includes(next))) {
    throw cursor.fault(`${kind === 'anchor' ? 'the name after & (an anchor)' : 'the name after * (an alias)'} may have letters, digits, - and _ only; text that starts with the sign needs quotes`, start);
  }
  return new Token(kind, start, cursor.pos, name);
}

/** `!!int`, `!name`, `!e!name`, `!<uri>` or `!` alone. */
export function scanTag(cursor: Cursor): Token {
  const start = cursor.pos;
  let handle = '';
  let suffix: string;
  if (cursor.code(1) === 0x3c) {
    cursor.pos += 2;
    suffix = uri(cursor, start, false);
    if (cursor.code() !== 0x3e) throw cursor.fault('a tag that opens with !< ends with >', start);
    cursor.pos++;
  } else {
    const head = tagHandle(cursor, start, false);
    if (head.length > 1 && head.endsWith('!')) {
      handle = head;
      suffix = uri(cursor, start, false);
    } else {
      suffix = head.slice(1) + uri(cursor, start, true);
      handle = '!';
      if (suffix === '') [handle, suffix] = ['', '!'];
    }
  }
  if (!isBlankOrEnd(cursor.code())) throw cursor.fault('a tag (text that starts with !) ends with a space; other text needs quotes', start);
  return new Token('tag', start, cursor.pos, handle, suffix);
}

/** `%YAML 1.1` or `%TAG handle prefix`. */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.pos;
  cursor.pos++;
  const name = words(cursor);
  if (!isBlankOrEnd(cursor.code()) || (name !== 'YAML' && name !== 'TAG')) throw cursor.fault('a line that starts with % is a directive, and only %YAML and %TAG exist; text needs quotes', start);
  cursor.skipBlanks();
  const token = name === 'YAML' ? versionDirective(cursor, start) : tagDirective(cursor, start);
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.code())) throw cursor.fault('text after a directive', start);
  cursor.skipLine();
  return token;
}

function versionDirective(cursor: Cursor, start: number): Token {
  const major = number(cursor, start);
  if (cursor.code() !== 0x2e) throw cursor.fault('%YAML names a version such as 1.1', start);
  cursor.pos++;
  const minor = number(cursor, start);
  return new Token('version', start, cursor.pos, `${Number(major)}.${Number(minor)}`);
}

function number(cursor: Cursor, start: number): string {
  const from = cursor.pos;
  while (isDigit(cursor.code())) cursor.pos++;
  if (cursor.pos === from || cursor.pos - from > 2) throw cursor.fault('%YAML names a version such as 1.1', start);
  return cursor.text.slice(from, cursor.pos);
}

function tagDirective(cursor: Cursor, start: number): Token {
  const handle = tagHandle(cursor, start, true);
  if (!isBlank(cursor.code())) throw cursor.fault('%TAG names a handle and a prefix, with a space between', start);
  cursor.skipBlanks();
  const prefix = uri(cursor, start, false);
  if (!isBlankOrEnd(cursor.code())) throw cursor.fault('%TAG names a handle and a prefix, and nothing else', start);
  return new Token('tag directive', start, cursor.pos, handle, prefix);
}

function tagHandle(cursor: Cursor, start: number, directive: boolean): string {
  if (cursor.code() !== 0x21) throw cursor.fault('%TAG names a handle that starts with !', start);
  const from = cursor.pos;
  cursor.pos++;
  words(cursor);
  if (cursor.code() === 0x21) cursor.pos++;
  else if (directive && cursor.pos - from > 1) throw cursor.fault('%TAG names a handle that ends with !', start);
  return cursor.text.slice(from, cursor.pos);
}

function words(cursor: Cursor): string {
  const from = cursor.pos;
  while (isWord(cursor.code())) cursor.pos++;
  return cursor.text.slice(from, cursor.pos);
}

/** The characters of a tag, `%20` decoded. */
function uri(cursor: Cursor, start: number, mayBeEmpty: boolean): string {
  const from = cursor.pos;
  while (isWord(cursor.code()) || ";/?:@&=+$,.!~*'()[]%".includes(cursor.text.charAt(cursor.pos))) {
    if (cursor.code() === 0x25) escapedOctets(cursor, start);
    else cursor.pos++;
  }
  if (cursor.pos === from && !mayBeEmpty) throw cursor.fault('a tag without a name', start);
  return cursor.text.slice(from, cursor.pos).replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (octets) => Buffer.from(octets.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** The octets of one character, which must be all there. */
function escapedOctets(cursor: Cursor, start: number): void {
  let left = 0;
  do {
    const hex = /^%([0-9a-fA-F]{2})/.exec(cursor.text.slice(cursor.pos, cursor.pos + 3))?.[1];
    const octet = hex === undefined ? -1 : parseInt(hex, 16);
    const width = left > 0 ? (octet >> 6 === 2 ? 1 : 0) : utf8Width(octet);
    if (octet < 0 || width === 0) throw cursor.fault('a % in a tag that is no UTF-8 octet', start);
    left = left > 0 ? left - 1 : width - 1;
    cursor.pos += 3;
  } while (left > 0);
}

function utf8Width(octet: number): number {
  if (octet < 0x80) return 1;
  if (octet >> 5 === 6) return 2;
  if (octet >> 4 === 14) return 3;
  return octet >> 3 === 30 ? 4 : 0;
}
