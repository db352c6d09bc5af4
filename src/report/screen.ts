import { styleText } from 'node:util';

/** Where a terminal report is printed. */
export interface Screen {
  readonly columns: number;
  readonly colour: boolean;
}

export type Style = 'red' | 'cyan' | 'bold' | 'dim';

/** Cluster text is hostile: control characters would move the cursor or hide lines, so each becomes a visible escape. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function styled(text: string, style: Style, screen: Screen): string {
  return screen.colour ? styleText(style, text, { validateStream: false }) : text;
}

/** Shortens in the middle, since the ends of a name tell most. */
export function shortened(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}

/** Cuts at the end, for sentences. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
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
