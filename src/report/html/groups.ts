import type { Finding } from '../../model/assessment.ts';
import { refKey, type ObjectRef } from '../../model/object.ts';

// What a person reads; the JSON report has the rest.
export const mostGroups = 150;
// From here on objects that break the same rules share a row.
const manyObjects = 150;

/** The findings of one object, and the objects that break the same rules. */
export interface Group {
  readonly findings: readonly Finding[];
  readonly alike: readonly ObjectRef[];
}

/** Findings by object, the gravest first. */
export function groupsOf(findings: readonly Finding[]): readonly Group[] {
  const objects = [...Map.groupBy(findings, ({ object }) => refKey(object)).values()];
  if (objects.length <= manyObjects) return objects.map((own) => ({ findings: own, alike: [] }));
  const byLikeness = Map.groupBy(objects, (own) => `${own[0]?.object.kind ?? ''}|${own.map(({ rule, severity }) => `${rule} ${severity}`).join('|')}`);
  return [...byLikeness.values()].map(([first = [], ...more]) => ({ findings: first, alike: more.flatMap(([finding]) => (finding ? [finding.object] : [])) }));
}

/** The id of the row of an object, by its first finding. */
export function rowOf(finding: string): string {
  return `o-${finding}`;
}
