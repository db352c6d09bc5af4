import type { ObjectRef } from './object.ts';

/** How far a zone is trusted, from nobody to everything. */
export type TrustRank = 'outside' | 'edge' | 'workloads' | 'platform' | 'nodes' | 'api-server' | 'control-plane' | 'cloud';

export const trustRanks: readonly TrustRank[] = ['outside', 'edge', 'workloads', 'platform', 'nodes', 'api-server', 'control-plane', 'cloud'];

/** What threats say of a thing. */
export interface Marks {
  /** Ids of the threats of high or critical severity that are present there. */
  readonly present: readonly string[];
  /** How many are not known. */
  readonly unknown: number;
}

/** One thing of a zone, or several that are alike. */
export interface ZoneItem {
  readonly name: string;
  /** Null for what is no object: anyone, a registry, a setting. */
  readonly object: ObjectRef | null;
  readonly count: number;
  readonly marks: Marks;
  /** What attackers want. */
  readonly goal: boolean;
  /** The component that cannot do its work without its power; null for all others. */
  readonly byDesign: string | null;
}

/** A part of the cluster inside which everything is trusted alike. */
export interface Zone {
  /** `zone/namespace/shop`. */
  readonly id: string;
  readonly rank: TrustRank;
  readonly name: string;
  /** `no level, open`; empty where there is nothing to say. */
  readonly note: string;
  /** The note names a guard that is not there. */
  readonly weak: boolean;
  /** Nothing of it was read. */
  readonly unread: boolean;
  readonly items: readonly ZoneItem[];
  /** Things that are not listed, and the marks on them. */
  readonly more: { readonly count: number; readonly marks: Marks };
  /** Of the zone itself: of its Namespace, its Node, its component. */
  readonly marks: Marks;
}

/** The zones of a cluster, as many as a person can look at: whoever draws them leaves more out, never less. */
export interface Picture {
  readonly zones: readonly Zone[];
}
