import type { Finding, Located, ThreatInstanceResult } from '../../model/assessment.ts';
import type { Item } from '../../report/explanation.ts';
import { labelOf } from '../../report/view.ts';

const mostShown = 10;

/** `deploy/ci/runner.yaml:41`, or why there is no place. */
export function placeOf(location: Located['location'] | undefined): string {
  return location ? `${location.file}:${location.line}` : 'no place in a file';
}

/** A verdict with what it counts, such as `fail: 50 pass, 12 fail`. */
export function verdictText(verdict: string, counts: Readonly<Partial<Record<string, number>>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count !== undefined && count > 0).map(([word, count]) => `${count} ${word.replace('-', ' ')}`);
  return parts.length === 0 ? verdict.replace('-', ' ') : `${verdict.replace('-', ' ')}: ${parts.join(', ')}`;
}

/** Findings by id, gravest first as the report has them; the first few. */
export function findingItems(findings: readonly Finding[]): readonly Item[] {
  const items = findings.slice(0, mostShown).map(({ id, severity, object, message, location }): Item => ({ id, text: `${severity}  ${labelOf(object)} ${message}\n${placeOf(location)}` }));
  return withRest(items, findings.length);
}

/** Where a threat is present, and what makes it so. */
export function instanceItems(instances: readonly ThreatInstanceResult[]): readonly Item[] {
  const items = instances.slice(0, mostShown).map(({ scope, message, evidence, verdict }): Item => ({ id: labelOf(scope), text: `${verdict}: ${message}${evidence[0] ? `\n${placeOf(evidence[0].location)}` : ''}` }));
  return withRest(items, instances.length);
}

function withRest(items: readonly Item[], total: number): readonly Item[] {
  return total > items.length ? [...items, { id: `${total - items.length} more`, text: 'glacis scan --format json lists all' }] : items;
}
