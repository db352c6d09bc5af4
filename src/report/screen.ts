import { styleText } from 'node:util';

export { printable } from '../model/printable.ts';

/** Where a terminal report is printed. */
export interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

export type Style = 'red' | 'cyan' | 'bold' | 'dim';

/** From this width on, a row has place for where it was found. */
export const wide = 110;

// What a cut at a word may give away.
const longestLoss = 6;

export function styled(text: string, style: Style, screen: Screen): string {
  return screen.colour && text !== '' ? styleText(style, text, { validateStream: false }) : text;
}

/** Shortens in the middle, since the ends of a name tell most. */
export function shortened(text: string, width: number): string {
  const characters = Array.from(text);
  if (characters.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (width - 1 - head)).join('')}`;
}

/** Cuts at the end, for sentences: after a word where that loses little. */
export function cut(text: string, width: number): string {
  const characters = Array.from(text);
  if (characters.length <= width) return text;
  const kept = characters.slice(0, Math.max(0, width - 1)).join('');
  const space = kept.lastIndexOf(' ');
  const atWord = space < 0 || characters[width - 1] === ' ' || space < kept.length - longestLoss ? kept : kept.slice(0, space);
  return `${atWord.replace(/[\s,;:]+$/, '')}…`;
}

// What comes before one of these is a sentence by itself.
const clauses = [/: /, /; /, / cluster-wide/, /, (?=held by |which |that |limited to )/, / \((?=[a-z])/];

/** As `cut`, of a message whose first clauses say what is wrong: what stands in brackets goes first, then what only explains. */
export function brief(text: string, width: number): string {
  if (Array.from(text).length <= width) return text;
  const plain = text.replaceAll(/ \([^()]*\)/g, '');
  const shorter = clauses.flatMap((clause) => {
    const at = plain.search(clause);
    return at > 0 ? [plain.slice(0, at)] : [];
  });
  const [longest] = [plain, ...shorter].filter((each) => Array.from(each).length <= width).toSorted((a, b) => b.length - a.length);
  return longest ?? cut([...shorter, plain].toSorted((a, b) => a.length - b.length)[0] ?? plain, width);
}

/** Words over lines of a width, the following ones indented. */
export function wrapped(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** A command over lines of a width that a shell takes as one, once they are copied: broken at no space within quotes. */
export function wrappedCommand(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  for (const word of text.match(/(?:\\.|'[^']*'|\S)+/g) ?? []) {
    const line = lines.at(-1);
    // The space and the backslash that another line would need.
    if (line !== undefined && line.length + 1 + word.length <= width - 2) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line} \\`));
}

/** `1 node`, `3 nodes`. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}

/** The first few, and how many are left. */
export function listed(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
