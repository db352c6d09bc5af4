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
  readonly asset?: Fact<boolean> | undefined;
  /** Whether the precondition holds, said ahead where that is known: `exposed` with its evidence is then made only when a report reads it. */
  readonly holds?: boolean | undefined;
  /** Whether the precondition holds. Its evidence is what reports show. */
  readonly exposed: Fact<boolean>;
  /** A named object that refuses what the threat needs; null where nothing does. Left out means null. */
  readonly control?: Fact<ObjectRef | null> | undefined;
  /** What this instance raises or lowers against the threat's own severity. */
  readonly factors?: Partial<BaseFactors> | undefined;
  /** How many places it stands for; one when left out. */
  readonly times?: number;
  /** Of one that stands for many that are told alike: each of them, made when a report reads it. */
  readonly each?: () => Iterable<ThreatInstance>;
}

/** The one place that names a threat's verdict. */
export function verdictOf(instance: ThreatInstance): ThreatVerdict {
  const { asset } = instance;
  if (asset?.known && !asset.value) return 'not-applicable';
  const holds = instance.holds ?? valueOf(instance.exposed);
  if (holds === true) return 'present';
  const { control } = instance;
  if (control?.known && control.value) return 'mitigated';
  return holds === undefined ? 'unknown' : 'absent';
}

function valueOf(fact: Fact<boolean>): boolean | undefined {
  return fact.known ? fact.value : undefined;
}

const order: readonly ThreatVerdict[] = ['present', 'unknown', 'absent', 'mitigated', 'not-applicable'];

/** Where one word is needed for many instances: the first of the published order that occurs. */
export function tallied(verdicts: readonly ThreatVerdict[]): ThreatVerdict {
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'not-applicable';
}
