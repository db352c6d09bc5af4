import type { ThreatVerdict } from '../model/assessment.ts';
import type { Fact } from '../model/fact.ts';
import type { ObjectRef } from '../model/object.ts';
import type { BaseFactors } from '../rules/severity.ts';

/** One place where a threat is or is not: this container, this subject, this namespace, this component. */
export interface ThreatInstance {
  readonly scope: ObjectRef;
  /** What makes it so here, in words: `ClusterRole prometheus-server, held by ServiceAccount monitoring/prometheus`. */
  readonly message: string;
  /** Whether the thing that could be harmed exists here; known false makes it not-applicable. Left out means yes. */
  readonly asset?: Fact<boolean>;
  /** Whether the precondition holds. Its evidence is what reports show. */
  readonly exposed: Fact<boolean>;
  /** A named object that refuses what the threat needs; null where nothing does. Left out means null. */
  readonly control?: Fact<ObjectRef | null>;
  /** What this instance raises or lowers against the threat's own severity. */
  readonly factors?: Partial<BaseFactors>;
}

/** The one place that names a threat's verdict. */
export function verdictOf({ asset, exposed, control }: ThreatInstance): ThreatVerdict {
  if (asset?.known && !asset.value) return 'not-applicable';
  if (exposed.known && exposed.value) return 'present';
  if (control?.known && control.value) return 'mitigated';
  if (!exposed.known) return 'unknown';
  return 'absent';
}

const order: readonly ThreatVerdict[] = ['present', 'unknown', 'absent', 'mitigated', 'not-applicable'];

/** Where one word is needed for many instances: the first of the published order that occurs. */
export function tallied(verdicts: readonly ThreatVerdict[]): ThreatVerdict {
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'not-applicable';
}
