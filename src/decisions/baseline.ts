import type { Assessment, Finding, Severity } from '../model/assessment.ts';
import { withFindings } from './recount.ts';

/** What is known of a finding of an earlier report. */
export interface KnownFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly accepted: boolean;
}

export type Baseline = ReadonlyMap<string, KnownFinding>;

const levels: readonly string[] = ['low', 'medium', 'high', 'critical'] satisfies Severity[];

/** The findings of a report of `glacis scan --format json`, by their ids; undefined where it is none. */
export function baselineOf(report: unknown): Baseline | undefined {
  if (!isMap(report) || report['schema'] !== 'glacis.report/v1' || !Array.isArray(report['findings'])) return undefined;
  const known = new Map<string, KnownFinding>();
  for (const finding of report['findings'] as readonly unknown[]) {
    if (!isMap(finding)) return undefined;
    const { id, rule, severity, decision } = finding;
    if (typeof id !== 'string' || typeof rule !== 'string' || !isSeverity(severity)) return undefined;
    known.set(id, { rule, severity, accepted: isMap(decision) });
  }
  return known;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isSeverity(value: unknown): value is Severity {
  return typeof value === 'string' && levels.includes(value);
}

/** Only what the baseline does not know. What became graver is new, and so is what was accepted and is no more. */
export function sinceBaseline(assessment: Assessment, baseline: Baseline, name: string): Assessment {
  const fresh = assessment.findings.filter((finding) => isNew(finding, baseline.get(finding.id)));
  const ids = new Set(assessment.findings.map(({ id }) => id));
  const judged = new Set(assessment.rules.map(({ id }) => id));
  // Of a rule that was not asked nothing is gone.
  const gone = [...baseline].filter(([id, { rule }]) => !ids.has(id) && judged.has(rule)).length;
  return { ...withFindings(assessment, fresh), baseline: { name, known: assessment.findings.length - fresh.length, gone } };
}

function isNew({ severity, decision }: Finding, known: KnownFinding | undefined): boolean {
  if (!known) return true;
  return levels.indexOf(severity) > levels.indexOf(known.severity) || (known.accepted && decision === null);
}
