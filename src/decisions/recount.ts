import type { Assessment, Finding, RuleVerdict, Severity } from '../model/assessment.ts';
import { refKey } from '../model/object.ts';

/** The assessment with those findings alone, its counts told anew: accepted ones count apart. */
export function withFindings(assessment: Assessment, findings: readonly Finding[]): Assessment {
  const severities: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  const objects = new Set<string>();
  let accepted = 0;
  for (const { severity, object, decision } of findings) {
    if (decision !== null) {
      accepted++;
      continue;
    }
    severities[severity]++;
    objects.add(refKey(object));
  }
  return { ...assessment, findings, summary: { ...assessment.summary, findings: severities, objects: objects.size, accepted } };
}

/** How many of each verdict there are. */
export function verdictCounts(results: readonly { readonly verdict: RuleVerdict }[]): Readonly<Record<RuleVerdict, number>> {
  const counts: Record<RuleVerdict, number> = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}
