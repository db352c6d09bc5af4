import type { Assessment, ThreatInstanceResult, ThreatResult } from '../model/assessment.ts';
import { cut, many, printable, styled, wide, wrapped, type Screen } from './screen.ts';
import { threatMatrix } from './terminal-matrix.ts';
import { answeredBy, fitted, isGrave, labelOf, severities, type View } from './view.ts';

const indent = 8;
const titleWidth = 56;

export interface ThreatView extends View {
  /** The threats asked for, where not all were. */
  readonly only?: readonly ThreatResult[];
}

/** The screen of `glacis threats`: the matrix, then the present ones by severity, then what is unknown and who can answer. */
export function threatsScreen(assessment: Assessment, screen: Screen, view: ThreatView): string {
  const threats = view.only ?? assessment.threats;
  const of = (verdict: ThreatResult['verdict']): readonly ThreatResult[] => threats.filter((threat) => threat.verdict === verdict && threat.assessed);
  const present = of('present');
  const parts = [
    headLines(assessment, screen, view),
    view.only ? [] : threatMatrix(threats, screen),
    ...severities.map((severity) => section(severity.toUpperCase(), present.filter((threat) => threat.severity === severity), isGrave(severity), screen, (threat) => presentLines(threat, assessment, screen, view))),
    section('UNKNOWN', of('unknown'), false, screen, (threat) => unknownLines(threat, assessment, screen)),
    ...(view.all || view.only ? [section('MITIGATED', of('mitigated'), false, screen, (threat) => mitigatedLines(threat, screen)), section('ABSENT', of('absent'), false, screen, (threat) => titleLine(threat, screen)), section('NOT APPLICABLE', of('not-applicable'), false, screen, (threat) => titleLine(threat, screen)), section('NOT DECIDED by this version', threats.filter(({ assessed }) => !assessed), false, screen, (threat) => titleLine(threat, screen))] : []),
    nextLines(view, screen),
  ];
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headLines({ input, threats }: Assessment, screen: Screen, { only }: ThreatView): readonly string[] {
  const told = only ?? threats;
  const undecided = told.filter(({ assessed }) => !assessed).length;
  const counts = (['present', 'unknown', 'absent', 'mitigated', 'not-applicable'] as const).map((verdict) => `${told.filter((threat) => threat.verdict === verdict && threat.assessed).length} ${verdict.replace('-', ' ')}`).join(', ');
  const name = printable(input.name);
  const rest = [...wrapped(`${many(told.length, 'threat')}${only ? ' asked for' : ''}: ${counts}`, screen.columns - name.length - 2), ...(undecided > 0 ? [`${undecided} described and not decided by this version`] : [])];
  return rest.map((line, index) => (index === 0 ? `${styled(name, 'bold', screen)}  ${line}` : ' '.repeat(name.length + 2) + line));
}

function section(title: string, threats: readonly ThreatResult[], red: boolean, screen: Screen, lines: (threat: ThreatResult) => readonly string[]): readonly string[] {
  return threats.length === 0 ? [] : [styled(`${title}, ${threats.length}`, red ? 'red' : 'bold', screen), ...threats.flatMap(lines)];
}

function titleLine(threat: ThreatResult, screen: Screen): readonly string[] {
  return wrapped(threat.title, screen.columns - indent).map((line, index) => (index === 0 ? short(threat) : '').padEnd(indent) + line);
}

function presentLines(threat: ThreatResult, assessment: Assessment, screen: Screen, view: View): readonly string[] {
  const instances = threat.instances.filter(({ verdict }) => verdict === 'present');
  if (view.all) return [...titleLine(threat, screen), ...instances.flatMap((instance) => instanceLines(instance, screen)), ...pathLines(threat, assessment, screen, view)];
  const room = screen.columns - indent;
  const scopes = instances.map(({ scope }) => scope);
  if (screen.columns >= wide) return [`${short(threat).padEnd(indent)}${cut(threat.title, titleWidth - 2).padEnd(titleWidth)}${styled(fitted(scopes, room - titleWidth), 'dim', screen)}`.trimEnd()];
  return [`${short(threat).padEnd(indent)}${cut(threat.title, room)}`, `${' '.repeat(indent)}${styled(fitted(scopes, room), 'dim', screen)}`];
}

function instanceLines({ scope, message, evidence }: ThreatInstanceResult, screen: Screen): readonly string[] {
  const place = evidence[0]?.location;
  const text = wrapped(`${labelOf(scope)}: ${printable(message)}`, screen.columns - indent);
  return [...text, ...(place ? [styled(printable(`${place.file}:${place.line}`), 'dim', screen)] : [])].map((line) => ' '.repeat(indent) + line);
}

/** The paths that use it, and what it would weigh without them. */
function pathLines(threat: ThreatResult, { paths }: Assessment, screen: Screen, { nounOf }: View): readonly string[] {
  const used = threat.paths.flatMap((index) => paths[index] ?? []);
  const texts = used.map((path) => `on a path from ${nounOf(path.from)} to ${nounOf(path.to)}: ${many(path.length, 'step')}${path.verdict === 'certain' ? '' : ', if what is not known is so'}`);
  const changed = threat.severity === threat.ownSeverity ? [] : [`${threat.severity} by these paths, ${threat.ownSeverity} by itself`];
  return [...texts, ...changed].flatMap((line) => wrapped(printable(line), screen.columns - indent)).map((line) => ' '.repeat(indent) + styled(line, 'dim', screen));
}

function mitigatedLines(threat: ThreatResult, screen: Screen): readonly string[] {
  const controls = threat.instances.flatMap(({ control }) => control ?? []);
  const by = 'stopped by ';
  return [...titleLine(threat, screen), ...(controls.length === 0 ? [] : [`${' '.repeat(indent)}${styled(by + fitted(controls, screen.columns - indent - by.length), 'dim', screen)}`])];
}

function unknownLines(threat: ThreatResult, { gaps }: Assessment, screen: Screen): readonly string[] {
  const open = gaps.filter(({ id }) => threat.gaps.includes(id));
  const sources = [...new Set(open.map(({ source }) => answeredBy[source]))];
  return [...titleLine(threat, screen), ...(sources.length === 0 ? [] : [`${' '.repeat(indent)}${styled(cut(`decided by ${sources.join(', ')}: ${printable(open[0]?.ask ?? '')}`, screen.columns - indent), 'dim', screen)}`])];
}

function nextLines({ sources, all, only }: ThreatView, screen: Screen): readonly string[] {
  const proposals = [...(all ? [] : ['glacis threats --all']), ...(only ? [] : ['glacis threats --component kubelet']), 'glacis explain threat/KUB-04'];
  return proposals.map((command, index) => `${index === 0 ? styled('next', 'dim', screen) : '    '}  ${command}${sources === '' ? '' : ` ${sources}`}`);
}

function short({ id }: ThreatResult): string {
  return id.slice('threat/'.length);
}
