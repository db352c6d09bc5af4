import type { Finding } from '../model/assessment.ts';

/** The finding with what was decided about it, or with its owners. What it computes when it is read, such as places in files, stays so. */
export function changedFinding(finding: Finding, change: Partial<Pick<Finding, 'decision' | 'owners'>>): Finding {
  const { id, rule, severity, factors, title, object, container, managedBy, instances, field, value, expected, references, byDesign, assumed, decision, owners, also } = finding;
  return {
    id, rule, severity, factors, title,
    get message() {
      return finding.message;
    },
    object, container, managedBy, instances, field, value, expected,
    get evidence() {
      return finding.evidence;
    },
    get location() {
      return finding.location;
    },
    references,
    get change() {
      return finding.change;
    },
    byDesign, assumed, decision, ...(also === undefined ? {} : { also }), ...(owners === undefined ? {} : { owners }), ...change,
  };
}
