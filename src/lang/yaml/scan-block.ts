import { isBlank, isBreak, isBreakOrEnd, isDigit, isEnd, type Cursor } from './cursor.ts';
import { Token } from './token.ts';

interface Header {
  readonly literal: boolean;
  /** `+` keeps all line ends at the end, `-` none, without either one stays. */
  readonly chomping: '+' | '-' | '';
  readonly increment: number;
}

/** A block scalar, `|` or `>`; the cursor stands at that sign. `parent` is the indentation around it, -1 at the top. */
export function scanBlock(cursor: Cursor, parent: number): Token {
  const start = cursor.pos;
  const { literal, chomping, increment } = header(cursor, start);
  const given = increment === 0 ? 0 : Math.max(parent, 0) + increment;
  const lead = emptyLines(cursor, given, parent);
  const indent = lead.indent;
  let value = '';
  let lineBreak = '';
  let { breaks, end } = lead;
  let afterBlank = false;
  while (cursor.column === indent && !isEnd(cursor.code())) {
    const blank = isBlank(cursor.code());
    // Folding joins lines that start with text; more deeply indented ones stay as they are.
    if (!literal && lineBreak === '\n' && !afterBlank && !blank) value += breaks === '' ? ' ' : '';
    else value += lineBreak;
    value += breaks;
    afterBlank = blank;
    const from = cursor.pos;
    while (!isBreakOrEnd(cursor.code())) cursor.pos++;
    value += cursor.text.slice(from, cursor.pos);
    lineBreak = cursor.readLine();
    ({ breaks, end } = emptyLines(cursor, indent, parent));
  }
  if (chomping !== '-') value += lineBreak;
  if (chomping === '+') value += breaks;
  return new Token('scalar', start, end, value, '', 'block');
}

function header(cursor: Cursor, start: number): Header {
  const literal = cursor.code() === 0x7c;
  cursor.pos++;
  let chomping = chompingSign(cursor);
  let increment = 0;
  if (isDigit(cursor.code())) {
    increment = cursor.code() - 0x30;
    if (increment === 0) throw cursor.fault('the indentation of a block of text cannot be 0', start);
    cursor.pos++;
    if (chomping === '') chomping = chompingSign(cursor);
  }
  cursor.skipBlanks();
  cursor.skipComment();
  if (!isBreakOrEnd(cursor.code())) throw cursor.fault('text after the | or > that starts a block of text: it belongs on the next line', start);
  cursor.skipLine();
  return { literal, chomping, increment };
}

function chompingSign(cursor: Cursor): Header['chomping'] {
  const code = cursor.code();
  if (code !== 0x2b && code !== 0x2d) return '';
  cursor.pos++;
  return code === 0x2b ? '+' : '-';
}

/** Over empty lines, up to the indentation of the block; found out from them where it is not known yet (0). */
function emptyLines(cursor: Cursor, known: number, parent: number): { readonly breaks: string; readonly end: number; readonly indent: number } {
  let breaks = '';
  let end = cursor.pos;
  let deepest = 0;
  for (;;) {
    while ((known === 0 || cursor.column < known) && cursor.code() === 0x20) cursor.pos++;
    deepest = Math.max(deepest, cursor.column);
    if ((known === 0 || cursor.column < known) && cursor.code() === 0x09) throw cursor.fault('a tab where the line is indented: YAML takes spaces only');
    if (!isBreak(cursor.code())) break;
    breaks += cursor.readLine();
    end = cursor.pos;
  }
  return { breaks, end, indent: known === 0 ? Math.max(deepest, parent + 1, 1) : known };
}
