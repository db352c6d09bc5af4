import type { Assessment, Finding } from '../model/assessment.ts';
import { refKey } from '../model/object.ts';
import { remember } from '../model/remember.ts';
import { openFindings } from './format.ts';
import { brief, many, printable, shortened, styled, wide, type Screen } from './screen.ts';
import { labelOf, severityCell, severityCounts, type View } from './view.ts';

const shownNarrow = 10;
const shownWide = 18;
const severityWidth = 10;
const moreWidth = 5;
const messageAlone = 32;
const messageBeside = 26;
const shortestName = 24;
// A shorter directory is said with each place, so that a place can be copied whole.
const longDirectory = 40;

/** Findings by the object a person edits, the gravest first, as many as fit one screen. */
export function findingTable(assessment: Assessment, screen: Screen, view: Pick<View, 'selected'> = {}): readonly string[] {
  const { summary } = assessment;
  const findings = openFindings(assessment);
  if (findings.length === 0) return [`${styled('FINDINGS', 'bold', screen)}  ${noneOf(assessment, view)}`];
  const groups = grouped(findings);
  const shown = groups.slice(0, screen.columns >= wide ? shownWide : shownNarrow);
  const layout = layoutOf(shown, screen);
  const head = `${styled('FINDINGS', 'bold', screen)}  ${findings.length}${assessment.baseline ? ' new' : ''} on ${many(summary.objects, 'object')}: ${severityCounts(summary.findings, screen)}`;
  const plain = `FINDINGS  ${findings.length}${assessment.baseline ? ' new' : ''} on ${many(summary.objects, 'object')}: ${severityCounts(summary.findings, { ...screen, colour: false })}`;
  const below = layout.place === 0 && layout.under !== '' ? [`${' '.repeat(severityWidth)}${styled(`where, under ${printable(layout.under)}`, 'dim', screen)}`] : [];
  return [head + headings(plain.length, layout, screen), ...below, ...shown.flatMap((group) => row(group, layout, screen)), ...footer(groups, shown.length)];
}

/** What stands where no finding does. */
export function noneOf({ baseline, summary }: Assessment, { selected }: Pick<View, 'selected'>): string {
  if (selected !== undefined) return `none of the ${many(selected, 'rule')} that ${selected === 1 ? 'was' : 'were'} asked for`;
  if (summary.accepted > 0) return `none but what was accepted${baseline ? ' or the baseline knows' : ''}`;
  return baseline ? 'none that the baseline does not know' : 'none among what was read';
}

/** Findings of one object together, in the order of their gravest. */
export function grouped(findings: readonly Finding[]): readonly Group[] {
  // Findings of one object mostly share the reference to it.
  const keyOf = remember(refKey);
  return [...Map.groupBy(findings, ({ object }) => keyOf(object)).values()].filter((list): list is [Finding, ...Finding[]] => list.length > 0);
}

/** The findings of one object, the gravest first. */
export type Group = readonly [Finding, ...Finding[]];

interface Layout {
  readonly name: number;
  readonly message: number;
  /** Width of the column of places; 0 where they stand on lines of their own. */
  readonly place: number;
  /** The directory under which all shown places lie. */
  readonly under: string;
}

function layoutOf(shown: readonly Group[], screen: Screen): Layout {
  const isWide = screen.columns >= wide;
  const longest = Math.max(...shown.map(([first]) => labelOf(first.object).length));
  const room = screen.columns - severityWidth - 1 - moreWidth;
  const under = commonDirectory(shown.flatMap(([{ location }]) => location?.file ?? []));
  const place = isWide ? Math.max(0, ...shown.map(([first]) => placeOf(first, under).length)) : 0;
  const name = Math.min(longest, room - place - 1 - messageBeside);
  // Places are never cut: where they leave no room for names, they go to lines of their own.
  if (place > 0 && name >= shortestName) return { name, message: room - place - 1 - name, place, under };
  const alone = Math.min(longest, room - messageAlone);
  return { name: alone, message: room - alone, place: 0, under: under.length >= longDirectory ? under : '' };
}

function headings(used: number, { name, message, place, under }: Layout, screen: Screen): string {
  const start = severityWidth + name + 1 + message + 1;
  const where = place === 0 ? '' : under === '' ? 'where' : `where, under ${printable(under)}`;
  const end = place === 0 ? screen.columns : start + place + moreWidth;
  if (where !== '' && used + 2 <= start && start + where.length + moreWidth <= screen.columns) return styled(`${' '.repeat(start - used)}${where.padEnd(end - start - 4)}more`, 'dim', screen);
  return used + 6 <= screen.columns ? styled(`${' '.repeat(screen.columns - used - 4)}more`, 'dim', screen) : '';
}

function row(group: Group, { name, message, place, under }: Layout, screen: Screen): readonly string[] {
  const [first] = group;
  const more = group.length > 1 ? `+${group.length - 1}` : '';
  const where = placeOf(first, under);
  const cells = `${severityCell(first.severity, screen)} ${shortened(labelOf(first.object), name).padEnd(name)} ${brief(printable(first.message), message).padEnd(message)}`;
  if (place > 0) return [`${cells} ${styled(where.padEnd(place), 'dim', screen)}${more.padStart(moreWidth)}`.trimEnd()];
  const line = `${cells}${more.padStart(moreWidth)}`.trimEnd();
  return where === '' ? [line] : [line, `${' '.repeat(severityWidth)}${styled(where, 'dim', screen)}`];
}

function placeOf({ location }: Finding, under: string): string {
  return location ? printable(`${location.file.slice(under.length)}:${location.line}`) : '';
}

function commonDirectory(files: readonly string[]): string {
  const [first = '', ...rest] = files;
  let prefix = first.slice(0, first.lastIndexOf('/') + 1);
  while (prefix !== '' && !rest.every((file) => file.startsWith(prefix))) prefix = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
  return prefix;
}

function footer(groups: readonly Group[], shown: number): readonly string[] {
  const hidden = groups.length - shown;
  const byDesign = groups.filter(([first]) => first.byDesign !== null).length;
  const parts = [...(hidden > 0 ? [`${many(hidden, 'more object')}: --all`] : []), ...(byDesign > 0 ? [`${many(byDesign, 'agent')} of the node ${byDesign === 1 ? 'needs its' : 'need their'} power by design, listed last`] : [])];
  return parts.map((part) => ' '.repeat(severityWidth) + part);
}
