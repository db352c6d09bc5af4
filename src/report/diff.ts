import type { Severity, ThreatVerdict } from '../model/assessment.ts';
import type { Difference, FindingChange, PathChange, PathEnd, StateFinding, ThreatChange, VerdictChange } from '../model/difference.ts';
import { footholdNames } from './footholds.ts';
import { code, plain } from './formats/markdown.ts';
import { printable, styled, wrapped, type Screen } from './screen.ts';
import { labelOf, severityCell } from './view.ts';

const margin = 10;
const mostRows = 40;
const mostBytes = 60_000;

/** The screen of `glacis diff`: what got worse, what got better, what only changed. */
export function diffScreen(difference: Difference, screen: Screen, all: boolean, nounOf: (end: string) => string): string {
  const { before, after, findings, threats, recommendations, rules, paths } = difference;
  const fresh = findings.new.filter(({ accepted }) => !accepted);
  const parts = [
    [`${styled(printable(before), 'bold', screen)} to ${styled(printable(after), 'bold', screen)}`, counts(difference)],
    section('PATHS that opened', paths?.opened ?? [], screen, all, (each) => pathLines(each, screen, nounOf)),
    section('PATHS that closed', paths?.closed ?? [], screen, all, (each) => pathLines(each, screen, nounOf)),
    section('PATHS that changed', paths?.changed ?? [], screen, all, (each) => pathLines(each, screen, nounOf)),
    section('NEW', fresh, screen, all, (each) => findingLines(each, each.message, screen)),
    section('WORSE', findings.changed.filter(({ worse }) => worse), screen, all, (each) => findingLines(each.after, changeText(each), screen)),
    section('THREATS that are new or graver', threats.filter(({ worse }) => worse), screen, all, (each) => threatLines(each, screen)),
    section('GONE', findings.gone, screen, all, (each) => findingLines(each, each.message, screen)),
    section('CHANGED', findings.changed.filter(({ worse }) => !worse), screen, all, (each) => findingLines(each.after, changeText(each), screen)),
    section('THREATS that changed', threats.filter(({ worse }) => !worse), screen, all, (each) => threatLines(each, screen)),
    section('VERDICTS', [...recommendations, ...(all ? rules : [])], screen, all, (each) => [`${' '.repeat(margin)}${verdictText(each)}`]),
  ];
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function counts({ findings, threats, paths }: Difference): string {
  const accepted = findings.new.filter((each) => each.accepted).length;
  const worse = findings.changed.filter((each) => each.worse).length + threats.filter((each) => each.worse).length;
  const parts = [`${findings.new.length} new${accepted > 0 ? ` (${accepted} of them accepted)` : ''}`, `${findings.gone.length} gone`, `${findings.changed.length} changed`, `${findings.same} the same`];
  return `findings: ${parts.join(', ')}; threats: ${threats.length} changed${worse > 0 ? `; ${worse} worse` : ''}${pathCounts(paths)}`;
}

function pathCounts(paths: Difference['paths']): string {
  if (paths === null) return '';
  return `; paths: ${paths.opened.length} opened, ${paths.closed.length} closed, ${paths.changed.length} changed, ${paths.same} the same`;
}

function section<T>(title: string, list: readonly T[], screen: Screen, all: boolean, lines: (each: T) => readonly string[]): readonly string[] {
  if (list.length === 0) return [];
  const shown = all ? list : list.slice(0, mostRows);
  const left = list.length - shown.length;
  return [styled(`${title}, ${list.length}`, 'bold', screen), ...shown.flatMap(lines), ...(left > 0 ? [`${' '.repeat(margin)}${left} more: --all`] : [])];
}

function findingLines({ severity, object, container, location, rule }: StateFinding, text: string, screen: Screen): readonly string[] {
  const [first = '', ...rest] = wrapped(printable(`${labelOf(object)}${container === null ? '' : `, container ${container}`}: ${text}`), screen.columns - margin);
  const place = location ? `${location.file}:${location.line}  ` : '';
  return [`${severityCell(severity, screen)} ${first}`, ...[...rest, styled(printable(`${place}${rule}`), 'dim', screen)].map((line) => ' '.repeat(margin) + line)];
}

function changeText({ before, after }: FindingChange): string {
  const parts = [
    ...(before.severity === after.severity ? [] : [`was ${before.severity}`]),
    ...(before.accepted === after.accepted ? [] : [after.accepted ? 'is accepted now' : 'is no longer accepted']),
    ...(before.message === after.message ? [] : [`before: ${before.message}`]),
  ];
  return `${after.message} (${parts.join('; ')})`;
}

function threatLines(change: ThreatChange, screen: Screen): readonly string[] {
  const [first = '', ...rest] = wrapped(`${change.id.slice('threat/'.length)} ${change.title}: ${movement(change)}`, screen.columns - margin);
  return [`${change.after.severity === null ? ' '.repeat(margin - 1) : severityCell(change.after.severity, screen)} ${first}`, ...rest.map((line) => ' '.repeat(margin) + line)];
}

function pathLines({ kind, to, before, after, worse }: PathChange, screen: Screen, nounOf: (end: string) => string): readonly string[] {
  const [first = '', ...rest] = wrapped(printable(`${startName(kind)} to ${nounOf(to)}: ${change(before, after, nounOf)}`), screen.columns - margin);
  const label = (worse ? 'worse' : '').padEnd(margin);
  return [`${worse ? styled(label, 'red', screen) : label}${first}`, ...rest.map((line) => ' '.repeat(margin) + line)];
}

const starts: Readonly<Record<string, string>> = { ...footholdNames, container: 'a container', node: 'a node' };

function startName(kind: string): string {
  return starts[kind] ?? kind;
}

function change(before: PathEnd | null, after: PathEnd | null, nounOf: (end: string) => string): string {
  return before && after ? `${pathStand(before, nounOf)}; now ${pathStand(after, nounOf)}` : after ? pathStand(after, nounOf) : before ? `was ${pathStand(before, nounOf)}` : '';
}

function pathStand({ from, verdict, length, starts: count }: PathEnd, nounOf: (end: string) => string): string {
  return `${length} ${length === 1 ? 'step' : 'steps'} from ${nounOf(from)}${count > 1 ? ` and ${count - 1} more` : ''}${verdict === 'certain' ? '' : ', if something that is not known is so'}`;
}

/** `present, high to absent`. */
export function movement({ before, after }: ThreatChange): string {
  return `${stand(before)} to ${stand(after)}`;
}

function stand({ verdict, severity }: { readonly verdict: ThreatVerdict; readonly severity: Severity | null }): string {
  return severity === null ? verdict : `${verdict}, ${severity}`;
}

function verdictText({ id, before, after }: VerdictChange): string {
  return `${id}: ${before} to ${after}`;
}

/** The same for a comment on a pull request, short enough for one. */
export function diffMarkdown(difference: Difference, nounOf: (end: string) => string): string {
  const { before, after, findings, threats, recommendations, paths } = difference;
  let left = mostBytes;
  const table = (title: string, rows: readonly string[], head: string): string => {
    if (rows.length === 0) return '';
    const shown: string[] = [];
    for (const row of rows.slice(0, mostRows)) {
      left -= Buffer.byteLength(row);
      if (left < 0) break;
      shown.push(row);
    }
    const rest = rows.length - shown.length;
    return `\n**${title}** (${rows.length})\n\n${head}${shown.join('')}${rest > 0 ? `\n${rest} more: \`glacis diff --all\`\n` : ''}`;
  };
  const findingHead = '| Severity | Object | Finding | Where | Rule |\n| --- | --- | --- | --- | --- |\n';
  const pathHead = '| From | To | Fewest steps |\n| --- | --- | --- |\n';
  const pathRow = (each: PathChange): string => `| ${startName(each.kind)} | ${plain(nounOf(each.to))} | ${plain(change(each.before, each.after, nounOf))} |\n`;
  const threatHead = '| Threat | What | From | To |\n| --- | --- | --- | --- |\n';
  const threatRow = (each: ThreatChange): string => `| ${code(each.id)} | ${plain(each.title)} | ${stand(each.before)} | ${stand(each.after)} |\n`;
  return [
    `## Glacis: ${code(before)} to ${code(after)}\n\n${counts(difference)}\n`,
    table('Paths that opened', (paths?.opened ?? []).map(pathRow), pathHead),
    table('Paths that closed', (paths?.closed ?? []).map(pathRow), pathHead),
    table('Paths that changed', (paths?.changed ?? []).map(pathRow), pathHead),
    table('New', findings.new.filter(({ accepted }) => !accepted).map((each) => findingRow(each, each.message)), findingHead),
    table('Worse', findings.changed.filter(({ worse }) => worse).map((each) => findingRow(each.after, changeText(each))), findingHead),
    table('Threats that are new or graver', threats.filter(({ worse }) => worse).map(threatRow), threatHead),
    table('Gone', findings.gone.map((each) => findingRow(each, each.message)), findingHead),
    table('Other changes', findings.changed.filter(({ worse }) => !worse).map((each) => findingRow(each.after, changeText(each))), findingHead),
    table('Other threats', threats.filter(({ worse }) => !worse).map(threatRow), threatHead),
    table('Recommendations', recommendations.map((each) => `- ${verdictText(each)}\n`), ''),
  ].join('');
}

function findingRow({ severity, object, container, location, rule }: StateFinding, text: string): string {
  return `| ${severity} | ${code(labelOf(object))} | ${plain(`${container === null ? '' : `container ${container} `}${text}`)} | ${location ? code(`${location.file}:${location.line}`) : ''} | ${code(rule)} |\n`;
}
