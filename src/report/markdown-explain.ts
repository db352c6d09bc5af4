import type { Explanation, Section } from './explanation.ts';

/** Where the page of an id stands, relative to the page that is written; undefined where it has none. */
export type LinkOf = (id: string) => string | undefined;

/** An explanation as Markdown, its headings from `level` on. */
export function explainMarkdown({ id, title, tags, text, sections }: Explanation, level: number, linkOf: LinkOf): string {
  const heading = `${'#'.repeat(level)} ${escaped(id)}${title === '' || title === id ? '' : `: ${escaped(title)}`}`;
  const marks = tags.length === 0 ? [] : [`*${tags.map(escaped).join(' · ')}*`];
  const body = text === '' ? [] : [escaped(text)];
  return `${[heading, ...marks, ...body, ...sections.map((section) => sectionText(section, linkOf))].join('\n\n')}\n`;
}

function sectionText(section: Section, linkOf: LinkOf): string {
  const heading = escaped(section.heading);
  if ('text' in section) return `**${heading}**: ${escaped(section.text)}`;
  if ('items' in section) return `**${heading}**:\n\n${section.items.map(({ id, text }) => `- ${linked(id, linkOf)}${text === '' ? '' : `: ${escaped(text)}`}`).join('\n')}`;
  if ('rows' in section) return `**${heading}**:\n\n${table(section.rows, section.head)}`;
  return `**${heading}**:\n\n${fenced(section.code.join('\n'), section.language)}`;
}

/** An id as code, as a link where it has a page. */
export function linked(id: string, linkOf: LinkOf): string {
  const link = linkOf(id);
  const code = `\`${id.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;
  return link === undefined ? code : `[${code}](${link})`;
}

function table(rows: readonly (readonly string[])[], head: readonly string[]): string {
  const width = Math.max(head.length, ...rows.map((row) => row.length));
  const line = (row: readonly string[]): string => `|${Array.from({ length: width }, (_, column) => ` ${escaped(row[column] ?? '')} `).join('|')}|`;
  return [line(head), `|${' --- |'.repeat(width)}`, ...rows.map(line)].join('\n');
}

/** Text in a fence that it cannot end. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/** Text as Markdown shows it: no HTML, no markup, no table cell ended early, on one line. */
export function escaped(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/[\\`*_[\]|#~]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
