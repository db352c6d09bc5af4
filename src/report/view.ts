import type { Assessment, Severity, SeverityFactors } from '../model/assessment.ts';
import type { GapSource } from '../model/gap.ts';
import { refLabel, type ObjectRef } from '../model/object.ts';
import type { Problem } from '../model/snapshot.ts';
import { listed, printable, shortened, styled, type Screen } from './screen.ts';

/** What a command adds to an assessment for the eye; nothing of it is part of the report. */
export interface View {
  /** List everything instead of the gravest. */
  readonly all: boolean;
  /** How long reading and judging took. */
  readonly seconds?: number;
  /** The five factors on one line. */
  readonly factorLine: (factors: SeverityFactors) => string;
  /** An end of a path as a person writes it. */
  readonly nounOf: (end: string) => string;
  /** How many rules were asked for, where not all were. */
  readonly selected?: number;
  /** The SOURCE arguments, for commands that are proposed. */
  readonly sources: string;
}

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Who or what answers a question, as a person reads it. */
export const answeredBy: Readonly<Record<GapSource, string>> = {
  api: 'the API of the cluster', node: 'the nodes', flags: 'flags of the control plane', cloud: 'the cloud account', registry: 'the image registry', audit: 'the audit log', person: 'a person',
  'policy-engine': 'another policy engine', version: 'the version of Kubernetes', 'not-assessed': 'a later version of Glacis',
};

/** `6 critical, 17 high`, the grave ones red. */
export function severityCounts(counts: Readonly<Record<Severity, number>>, screen: Screen): string {
  return severities.filter((severity) => counts[severity] > 0).map((severity) => styled(`${counts[severity]} ${severity}`, isGrave(severity) ? 'red' : 'dim', screen)).join(', ');
}

export function isGrave(severity: Severity): boolean {
  return severity === 'critical' || severity === 'high';
}

/** The severity word in its column. */
export function severityCell(severity: Severity, screen: Screen): string {
  const text = severity.padEnd(9);
  if (severity === 'critical') return styled(styled(text, 'red', screen), 'bold', screen);
  return severity === 'high' ? styled(text, 'red', screen) : text;
}

/** Open questions by who answers them, the most first: `45 for a person, 1 for the API of the cluster`. */
export function questionsBySource({ gaps }: Pick<Assessment, 'gaps'>): string {
  const open = gaps.filter(({ source }) => source !== 'not-assessed');
  const groups = [...Map.groupBy(open, ({ source }) => source)].toSorted((a, b) => b[1].length - a[1].length);
  return groups.map(([source, list]) => `${list.length} for ${answeredBy[source]}`).join(', ');
}

/** What could not be read, and what to do about it. */
export function problemText({ message, remedy }: Pick<Problem, 'message' | 'remedy'>): string {
  return remedy === '' ? message : `${message}. ${remedy}`;
}

/** How a person names an object; the cluster as a whole has no kind. */
export function labelOf(ref: ObjectRef): string {
  if (ref.kind === 'Cluster' && ref.apiGroup === '') return 'the cluster';
  return printable(refLabel(ref));
}

/** As many names as fit the width, the kind said once while it stays the same, and how many are left. */
export function fitted(refs: readonly ObjectRef[], width: number): string {
  const distinct = [...new Map(refs.map((ref) => [labelOf(ref), ref])).values()];
  const words = distinct.map((ref, index) => (index > 0 && distinct[index - 1]?.kind === ref.kind ? labelOf(ref).slice(ref.kind.length + 1) : labelOf(ref)));
  // A name takes a letter at least, and what stands between two names two more.
  for (let shown = Math.min(words.length, Math.ceil(width / 3)); shown > 1; shown--) {
    const text = listed(words, shown);
    if (text.length <= width) return text;
  }
  const rest = words.length > 1 ? ` and ${words.length - 1} more` : '';
  return `${shortened(words[0] ?? '', width - rest.length)}${rest}`;
}
