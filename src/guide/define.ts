/**
 * Where the answer to a recommendation is found: API objects or manifests, control-plane flags and files, the node (its
 * kubelet configuration included), the cloud provider's API, an image registry or scanner, an active probe, a person.
 */
export type Decider = 'api' | 'flags' | 'node' | 'cloud' | 'registry' | 'probe' | 'person';

/**
 * Versions of the guidance: 1.0 of August 2021, 1.1 of March 2022, 1.2 of August 2022. `all`: in every version. `1.0`:
 * only there, dropped or overtaken later. `1.1`, `1.2`: from that version on.
 */
export type GuideVersion = 'all' | '1.0' | '1.1' | '1.2';

/** One demand of the NSA/CISA Kubernetes Hardening Guidance, in our split and numbering. */
export interface Recommendation {
  readonly id: `nsa/${string}`;
  /** Chapter and subsection of the guidance: `Kubernetes Pod security: immutable file systems`. */
  readonly section: string;
  /** The demand as an imperative sentence, in our words. */
  readonly title: string;
  /** The attack it stops or narrows, one to three sentences. */
  readonly why: string;
  readonly since: GuideVersion;
  /** `our reading`: the text of that version was not at hand, or the guidance only implies it. */
  readonly wording: 'confirmed' | 'our reading';
  readonly how: readonly Decider[];
  /** Rules whose failure is a failure of this recommendation. */
  readonly decidedBy: readonly string[];
  /** What stays open after the rules, for a person; yes means met. */
  readonly question?: string;
  /** The command, file or right that answers what objects and flags do not. */
  readonly decidedWith?: string;
  /** Why it can no longer apply to a supported cluster: not-applicable, never a failure. */
  readonly obsolete?: string;
}

/** Freezes one recommendation, so that a report or a test cannot change what the next one sees. */
export function defineRecommendation(recommendation: Recommendation): Recommendation {
  Object.freeze(recommendation.how);
  Object.freeze(recommendation.decidedBy);
  return Object.freeze(recommendation);
}
