import type { Assessment, Finding, Severity } from '../model/assessment.ts';
import { refKey } from '../model/object.ts';

export interface OwnerPart {
  /** Undefined where nobody asked who owns what; empty for what nobody owns. */
  readonly owner: string | undefined;
  /** The assessment with the findings of that owner alone, and their counts. */
  readonly part: Assessment;
}

/** The findings of each owner, who has the gravest first; what several own stands with each of them, what nobody owns last. */
export function byOwner(assessment: Assessment): readonly OwnerPart[] {
  const { findings } = assessment;
  if (!findings.some(({ owners }) => owners !== undefined)) return [{ owner: undefined, part: assessment }];
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const owners = finding.owners ?? [];
    for (const owner of owners.length === 0 ? [''] : owners) groups.set(owner, [...(groups.get(owner) ?? []), finding]);
  }
  return [...groups].map(([owner, own]) => ({ owner, part: withCounts(assessment, own) })).toSorted((a, b) => Number(a.owner === '') - Number(b.owner === ''));
}

function withCounts(assessment: Assessment, findings: readonly Finding[]): Assessment {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  const open = findings.filter(({ decision }) => decision === null);
  for (const { severity } of open) counts[severity]++;
  return { ...assessment, findings, summary: { ...assessment.summary, findings: counts, objects: new Set(open.map(({ object }) => refKey(object))).size, accepted: findings.length - open.length } };
}
