import { resolve } from './resolve.ts';

/** How a document is written, so that what is added looks like the rest. */
export interface YamlStyle {
  readonly newline: '\n' | '\r\n';
  /** Columns by which a map stands deeper than its key, and a list than its own. */
  readonly mapIndent: number;
  readonly listIndent: number;
}

const unsafe = /[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A value on one line. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value !== null && typeof value === 'object') return `{${Object.entries(value).map(([key, part]) => `${inline(key)}: ${inline(part)}`).join(', ')}}`;
  if (typeof value === 'string') return scalarText(value);
  return JSON.stringify(value) ?? 'null';
}

/** Without quotes where every reader takes it for the same text. */
function scalarText(text: string): string {
  const plain = /^[A-Za-z_/][\w./-]*(?::[\w./-]+)*$/.test(text) && resolve({ is: 'scalar', text, plain: true, tag: '', style: 'plain', empty: false, start: 0, end: 0 }).type === 'text';
  return plain ? text : JSON.stringify(text).replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whether a value needs lines of its own in block style. */
export function isNested(value: unknown): value is object {
  return value !== null && typeof value === 'object' && Object.keys(value).length > 0;
}

/** The lines of a map or list that stands at a column, the first without its indentation. */
export function blockLines(value: object, column: number, style: YamlStyle): readonly string[] {
  const pad = ' '.repeat(column);
  const own = Array.isArray(value) ? value.flatMap((item: unknown) => itemLines(item, column, style)) : Object.entries(value).flatMap(([key, part]) => fieldLines(key, part, column, style));
  return own.map((line, index) => (index === 0 ? line.slice(column) : line.startsWith(pad) ? line : pad + line));
}

/** `key: value` at a column, indentation included. */
export function fieldLines(key: string, value: unknown, column: number, style: YamlStyle): readonly string[] {
  const head = `${' '.repeat(column)}${inline(key)}:`;
  if (!isNested(value)) return [`${head} ${inline(value)}`];
  const inner = column + (Array.isArray(value) ? style.listIndent : style.mapIndent);
  const [first = '', ...rest] = blockLines(value, inner, style);
  return [head, ' '.repeat(inner) + first, ...rest];
}

/** `- value` at a column, indentation included. */
export function itemLines(value: unknown, column: number, style: YamlStyle): readonly string[] {
  const head = `${' '.repeat(column)}- `;
  if (!isNested(value)) return [head + inline(value)];
  const [first = '', ...rest] = blockLines(value, column + 2, style);
  return [head + first, ...rest];
}
