import type { Assessment, ThreatResult } from '../model/assessment.ts';
import { refLabel } from '../model/object.ts';
import { cut, printable, styled, wrapped, type Screen } from './screen.ts';

const shownInstances = 3;

/** The screen of `glacis threats`: present ones with their evidence, then what is unknown and why. */
export function threatsScreen(assessment: Assessment, screen: Screen): string {
  const present = assessment.threats.filter(({ verdict }) => verdict === 'present');
  const unknown = assessment.threats.filter(({ verdict, assessed }) => verdict === 'unknown' && assessed);
  const { summary, input } = assessment;
  const lines = [
    `${styled(printable(input.name), 'bold', screen)}  140 threats: ${summary.threats.present} present, ${unknown.length} unknown, ${summary.threats.absent} absent, ${summary.threats.mitigated} mitigated, ${summary.threats['not-applicable']} not applicable`,
    `      ${summary.notAssessed} are described and not decided by this version`,
  ];
  for (const severity of ['critical', 'high', 'medium', 'low'] as const) {
    const some = present.filter((threat) => threat.severity === severity);
    if (some.length > 0) lines.push('', `${styled(severity.toUpperCase(), severity === 'critical' || severity === 'high' ? 'red' : 'bold', screen)}, ${some.length}`, ...some.flatMap((threat) => threatLines(threat, screen)));
  }
  if (unknown.length > 0) lines.push('', `${styled('UNKNOWN', 'bold', screen)}, ${unknown.length}`, ...unknown.flatMap((threat) => unknownLines(threat, assessment, screen)));
  return `${lines.join('\n')}\n`;
}

function threatLines(threat: ThreatResult, screen: Screen): readonly string[] {
  const instances = threat.instances.filter(({ verdict }) => verdict === 'present');
  const lines = [`${short(threat)}  ${threat.title}`];
  for (const instance of instances.slice(0, shownInstances)) {
    const place = instance.evidence[0]?.location;
    lines.push(cut(`        ${printable(`${refLabel(instance.scope)}: ${instance.message}`)}`, screen.columns));
    if (place) lines.push(`        ${styled(printable(`${place.file}:${place.line}`), 'dim', screen)}`);
  }
  if (instances.length > shownInstances) lines.push(`        ${instances.length - shownInstances} more`);
  return lines;
}

function unknownLines(threat: ThreatResult, { gaps }: Assessment, screen: Screen): readonly string[] {
  const [first] = gaps.filter(({ id }) => threat.gaps.includes(id));
  return [`${short(threat)}  ${threat.title}`, ...(first ? wrapped(`        ${printable(first.ask)}`, screen.columns, '        ').map((line) => (line.startsWith(' ') ? line : `        ${line}`)) : [])];
}

function short({ id }: ThreatResult): string {
  return id.slice('threat/'.length);
}
