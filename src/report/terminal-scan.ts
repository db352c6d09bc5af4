import type { Assessment, Finding, GapResult, Severity } from '../model/assessment.ts';
import { refLabel } from '../model/object.ts';
import { cut, printable, shortened, styled, wrapped, type Screen } from './screen.ts';

const shownFindings = 12;
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** The screen of `glacis scan`: what was read, what was not, the gravest findings, threats and questions. */
export function scanScreen(assessment: Assessment, screen: Screen): string {
  return [...header(assessment, screen), '', ...threatLines(assessment, screen), '', ...findingLines(assessment, screen), ...questionLines(assessment, screen), '', ...next()].join('\n') + '\n';
}

function header({ input, summary }: Assessment, screen: Screen): readonly string[] {
  const version = input.kubernetesVersion === null ? 'version not known' : `Kubernetes ${printable(input.kubernetesVersion)}`;
  const lines = [`${styled(printable(input.name), 'bold', screen)}  ${version}  ${input.nodes} nodes  ${input.workloads} workloads  ${input.pods} pods`];
  for (const source of input.sources) lines.push(`read      ${printable(source.source)}: ${source.objects} objects in ${source.documents} documents of ${source.files} files`);
  const skipped = input.skipped.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  if (skipped !== '') lines.push(...wrapped(`skipped   ${skipped}`, screen.columns, '          '));
  for (const problem of input.problems.slice(0, 5)) lines.push(cut(`problem   ${printable(`${problem.file}:${problem.line} ${problem.message}`)}`, screen.columns));
  if (input.problems.length > 5) lines.push(`          ${input.problems.length - 5} more problems in JSON`);
  lines.push(`          ${summary.questions} questions decide ${summary.blocked} unknown verdicts`);
  return lines;
}

function threatLines({ summary: { threats, notAssessed } }: Assessment, screen: Screen): readonly string[] {
  const unknown = threats.unknown - notAssessed;
  return [
    `${styled('THREATS', 'bold', screen)}   ${threats.present} present, ${unknown} unknown, ${threats.absent} absent, ${threats.mitigated} mitigated, ${threats['not-applicable']} not applicable`,
    `          ${notAssessed} of 140 are described and not decided by this version`,
  ];
}

function findingLines({ findings, summary }: Assessment, screen: Screen): readonly string[] {
  if (findings.length === 0) return [`${styled('FINDINGS', 'bold', screen)}  none among what was read`];
  const counts = severities.map((severity) => `${summary.findings[severity]} ${severity}`).join(', ');
  const objects = [...grouped(findings).values()];
  const lines = [`${styled('FINDINGS', 'bold', screen)}  ${findings.length} on ${summary.objects} objects: ${counts}`];
  for (const group of objects.slice(0, shownFindings)) lines.push(...findingLine(group, screen));
  if (objects.length > shownFindings) lines.push(`          ${objects.length - shownFindings} more objects: --format json lists all`);
  return lines;
}

/** Findings by the object a person edits, in the order of their gravest. */
function grouped(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return Map.groupBy(findings, ({ object }) => refLabel(object));
}

function findingLine(group: readonly Finding[], screen: Screen): readonly string[] {
  const [first] = group;
  if (!first) return [];
  const wide = screen.columns >= 110;
  const nameWidth = wide ? 42 : 36;
  const name = shortened(printable(refLabel(first.object)), nameWidth).padEnd(nameWidth);
  const more = group.length > 1 ? `+${group.length - 1}` : '';
  const severity = first.severity.padEnd(9);
  const place = first.location ? printable(`${first.location.file}:${first.location.line}`) : '';
  const room = screen.columns - 10 - nameWidth - 1 - 5;
  const line = `${first.severity === 'critical' || first.severity === 'high' ? styled(severity, 'red', screen) : severity} ${name} ${cut(printable(first.message), room).padEnd(room)} ${more.padStart(4)}`;
  return [line.trimEnd(), ...(place === '' ? [] : [`          ${styled(place, 'dim', screen)}`])];
}

function questionLines({ gaps }: Assessment, screen: Screen): readonly string[] {
  const open = gaps.filter(({ source }) => source !== 'not-assessed' && source !== 'person').slice(0, 4);
  if (open.length === 0) return [];
  return [
    '',
    styled('QUESTIONS', 'bold', screen),
    ...open.flatMap((gap) => questionLine(gap, screen)),
  ];
}

function questionLine({ blocks, ask }: GapResult, screen: Screen): readonly string[] {
  const count = String(blocks.rules + blocks.recommendations + blocks.threats).padStart(4);
  return wrapped(printable(ask), screen.columns - 6).map((line, index) => `${index === 0 ? count : '    '}  ${line}`);
}

function next(): readonly string[] {
  return ['next  glacis threats SOURCE      the threat model', '      glacis explain ID          a rule, threat or recommendation'];
}
