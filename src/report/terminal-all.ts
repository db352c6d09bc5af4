import type { Assessment, Finding } from '../model/assessment.ts';
import { openFindings } from './format.ts';
import { grouped, noneOf, type Group } from './terminal-findings.ts';
import { many, printable, styled, wrapped, type Screen } from './screen.ts';
import { labelOf, severityCell, severityCounts, type View } from './view.ts';

const margin = 10;

/** Every finding, by object: what was seen, what was expected, where, how grave and why, what to do. */
export function allFindings(assessment: Assessment, screen: Screen, view: View): readonly string[] {
  const { summary } = assessment;
  const findings = openFindings(assessment);
  if (findings.length === 0) return [`${styled('FINDINGS', 'bold', screen)}  ${noneOf(assessment, view)}`];
  const head = `${styled('FINDINGS', 'bold', screen)}  ${findings.length}${assessment.baseline ? ' new' : ''} on ${many(summary.objects, 'object')}: ${severityCounts(summary.findings, screen)}`;
  return [head, ...grouped(findings).flatMap((group) => ['', ...objectLines(group, screen, view)])];
}

function objectLines(group: Group, screen: Screen, view: View): readonly string[] {
  const [{ object, managedBy, byDesign }] = group;
  const marks = [managedBy === null ? '' : `managed by ${managedBy}`, byDesign === null ? '' : `${byDesign}: cannot work without it`].filter((mark) => mark !== '').map(printable);
  const label = labelOf(object);
  const about = wrapped(marks.join(', '), screen.columns - margin).map((line) => `${' '.repeat(margin)}${styled(line, 'dim', screen)}`);
  return [styled(label, 'bold', screen), ...about, ...group.flatMap((finding) => findingLines(finding, screen, view))];
}

function findingLines(finding: Finding, screen: Screen, view: View): readonly string[] {
  const { id, rule, severity, container, message, field, value, expected, location, factors, change, instances, assumed } = finding;
  const room = screen.columns - margin;
  const [first = '', ...rest] = wrapped(printable(`${container === null ? '' : `container ${container} `}${message}`), room);
  const seen = `${field}: ${value ?? 'not set'}${expected === null ? '' : `, expected ${expected}`}`;
  const marks = [id, rule, instances > 1 ? `${instances} instances` : '', assumed ? 'assumed' : ''].filter((mark) => mark !== '').join('  ');
  const details = [
    ...wrapped(printable(seen), room),
    ...(location ? [printable(`${location.file}:${location.line}`)] : []),
    ...wrapped(printable(view.factorLine(factors)), room),
    ...(change ? wrapped(printable(`change: ${change.title}. May break: ${change.breaks}`), room) : []),
    printable(marks),
  ];
  return [`${severityCell(severity, screen)} ${first}`, ...rest.map((line) => ' '.repeat(margin) + line), ...details.map((line) => `${' '.repeat(margin)}${styled(line, 'dim', screen)}`)];
}
