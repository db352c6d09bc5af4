import type { Explanation, Section } from './explanation.ts';
import { cut, printable, styled, wrapped, type Screen, type Style } from './screen.ts';

const margin = 14;
const widestId = 34;
const narrowest = 20;

/** The screen of `glacis explain`: title, marks, reason, then headed parts beside a margin. */
export function explainScreen({ id, title, tags, text, sections }: Explanation, screen: Screen): string {
  const head = printable(id);
  const [first = '', ...rest] = wrapped(printable(title), Math.max(narrowest, screen.columns - head.length - 2));
  const heading = [`${styled(head, 'bold', screen)}  ${first}`, ...rest.map((line) => ' '.repeat(head.length + 2) + line)].map((line) => line.trimEnd());
  const marks = tags.length === 0 ? [] : wrapped(tags.map(printable).join(' · '), screen.columns).map((line) => styled(line, 'dim', screen));
  const body = text === '' ? [] : ['', ...wrapped(printable(text), screen.columns)];
  const parts = sections.map((section) => sectionLines(section, screen));
  // Facts of one line stand together; whatever is longer has air around it.
  const spaced = parts.flatMap((lines, index) => (index > 0 && lines.length === 1 && parts[index - 1]?.length === 1 ? lines : ['', ...lines]));
  return `${[...heading, ...marks, ...body, ...spaced].join('\n')}\n`;
}

function sectionLines(section: Section, screen: Screen): readonly string[] {
  const name = printable(section.heading).toUpperCase();
  const lines = contentLines(section, screen.columns - margin, screen);
  const label = styled(name, 'bold', screen);
  // A heading wider than the margin stands on a line of its own.
  if (name.length >= margin) return [label, ...lines.map((line) => (' '.repeat(margin) + line).trimEnd())];
  return lines.map((line, index) => (index === 0 ? label + ' '.repeat(margin - name.length) + line : ' '.repeat(margin) + line).trimEnd());
}

function contentLines(section: Section, room: number, screen: Screen): readonly string[] {
  if ('text' in section) return paragraphs(section.text.split('\n').map(printable).join('\n'), room);
  if ('items' in section) return itemLines(section.items.map(({ id, text }) => ({ id: printable(id), text: text.split('\n').map(printable).join('\n') })), room, screen);
  if ('rows' in section) return tableLines(section.rows.map((row) => row.map(printable)), room);
  return section.code.map((line) => codeLine(printable(line), section.language === 'diff', room, screen));
}

function itemLines(items: readonly { readonly id: string; readonly text: string }[], room: number, screen: Screen): readonly string[] {
  const widest = Math.min(widestId, Math.floor(room / 2));
  const width = Math.max(0, ...items.map(({ id }) => id.length).filter((length) => length <= widest));
  return items.flatMap(({ id, text }) => {
    const label = styled(id, 'cyan', screen);
    if (text === '') return [label];
    // An id longer than its column keeps its line: nothing that a person copies is cut.
    if (id.length > width) return [label, ...paragraphs(text, room - 2).map((line) => `  ${line}`)];
    const [first = '', ...rest] = paragraphs(text, room - width - 2);
    return [`${label}${' '.repeat(width - id.length + 2)}${first}`, ...rest.map((line) => ' '.repeat(width + 2) + line)];
  });
}

function paragraphs(text: string, room: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapped(line, room));
}

/** The last column wraps; the others are as wide as their widest cell. */
function tableLines(rows: readonly (readonly string[])[], room: number): readonly string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns - 1 }, (_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const before = widths.reduce((sum, width) => sum + width + 2, 0);
  return rows.flatMap((row) => {
    const head = widths.map((width, column) => `${(row[column] ?? '').padEnd(width)}  `).join('');
    const [first = '', ...rest] = wrapped(row[columns - 1] ?? '', Math.max(narrowest, room - before));
    return [head + first, ...rest.map((line) => ' '.repeat(before) + line)];
  });
}

const diffStyle: Readonly<Record<string, Style>> = { '-': 'red', '+': 'cyan' };

function codeLine(line: string, diff: boolean, room: number, screen: Screen): string {
  const style = diff ? diffStyle[line[0] ?? ''] : undefined;
  const text = cut(line, room);
  return style ? styled(text, style, screen) : text;
}
