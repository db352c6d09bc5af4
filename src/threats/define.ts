import type { Context } from '../rules/context.ts';
import type { BaseFactors } from '../rules/severity.ts';
import { threatGroups, type Category, type GroupPrefix } from './groups.ts';
import type { ThreatInstance } from './verdict.ts';

export type Element =
  | 'container runtime' | 'kubelet' | 'kube-proxy' | 'cluster DNS' | 'kube-apiserver' | 'etcd' | 'kube-scheduler'
  | 'kube-controller-manager' | 'cloud-controller-manager' | 'workloads' | 'identities' | 'images/registry' | 'network'
  | 'secrets' | 'cloud account' | 'worker node' | 'physical';
export type Stride = 'S' | 'T' | 'R' | 'I' | 'D' | 'E';
/** Outside, on the network, a compromised workload, a tenant, an administrator, the provider, a supplier. */
export type Actor = 'EXT' | 'NET' | 'APP' | 'TEN' | 'ADM' | 'PRV' | 'SUP';
export type Source = 'api' | 'flags' | 'kubelet' | 'node' | 'cloud' | 'registry' | 'audit' | 'person';

/** How a threat is decided. Kept apart from the catalogue's data, so that a threat can be described before it is decided. */
export interface Decision {
  readonly severity: BaseFactors;
  decide(context: Context): Iterable<ThreatInstance>;
}

/** One threat of the catalogue. */
export interface Threat extends Partial<Decision> {
  readonly id: `threat/${string}`;
  readonly title: string;
  /** What the attacker does, step by step, and what they have afterwards. */
  readonly why: string;
  readonly category: Category;
  /** The level of the guide's threat model: `control plane: etcd`. */
  readonly level: string;
  readonly stride: readonly Stride[];
  readonly elements: readonly Element[];
  readonly actors: readonly Actor[];
  /** The precondition that cluster data decides. */
  readonly presentWhen: string;
  /** What a report shows as evidence. */
  readonly shows: string;
  readonly fix: string;
  readonly mitigatedBy: readonly `nsa/${string}`[];
  /** Where the data is that decides it. */
  readonly sources: readonly Source[];
}

/** The threats of one group; category and level follow from the group. */
export function defineThreats(group: GroupPrefix, rows: readonly Omit<Threat, 'category' | 'level'>[]): readonly Threat[] {
  const { category, level } = threatGroups[group];
  return rows.map((row) => ({ ...row, category, level }));
}
