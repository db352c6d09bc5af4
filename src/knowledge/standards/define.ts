/** What a standard and its editions have in common. */
export type Family = 'cis' | 'pod-security' | 'attack' | 'microsoft' | 'owasp' | 'cncf-trees' | 'admission' | 'd3fend';

export interface StandardEntry {
  /** The id that the standard gives it: `T1611`, `K03`, `5.2.2`. Where it gives none, ours for it: `ADM-04`. */
  readonly id: string;
  /** In our own words where the text of the standard may not be copied. */
  readonly title: string;
  /** Short names of the tactics under which a matrix shows a technique. Left out where they were not read. */
  readonly tactics?: readonly string[];
  readonly note?: string;
  /** Our ids that speak of the same thing: threats, recommendations and, bare, rules. */
  readonly ours: readonly string[];
}

/** First and last minor of Kubernetes 1 that an edition names as its scope. */
export interface Minors {
  readonly from: number;
  readonly to: number;
}

/** One edition of a standard. */
export interface Standard {
  /** `cis-2.0`; with an entry's id it makes a reference: `cis-2.0/5.2.2`. */
  readonly id: string;
  readonly family: Family;
  readonly title: string;
  /** Day in UTC. Left out where it was not read. */
  readonly published?: string;
  /** Left out where an edition speaks of every version. */
  readonly minors?: Minors;
  readonly entries: readonly StandardEntry[];
}

export function define(id: string, family: Family, title: string, entries: readonly StandardEntry[], rest: Pick<Standard, 'published' | 'minors'> = {}): Standard {
  return { id, family, title, ...rest, entries };
}
