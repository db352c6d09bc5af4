/** A person's decision on top of a finding: never a verdict. */
export interface FindingDecision {
  readonly kind: 'exception';
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, `2027-03-31`; null where it has no end. */
  readonly until: string | null;
  /** `glacis.yaml:12`, or the annotation that says it. */
  readonly source: string;
}

/**
 * `active`: it decides something. `expired`: its last day is over. `unused`: nothing is as it says.
 * `redundant`: all it would decide is decided before it.
 */
export type DecisionState = 'active' | 'expired' | 'unused' | 'redundant';

/** One exception or attestation, and what became of it. */
export interface DecisionResult {
  readonly kind: 'exception' | 'attestation';
  /** The rule, finding or question that it is about. */
  readonly about: string;
  readonly reason: string;
  readonly owner: string;
  readonly until: string | null;
  readonly source: string;
  readonly state: DecisionState;
  /** Findings that it accepts, or questions that it answers; of one that expired, those that are open again. */
  readonly decides: number;
}

/** What a baseline left out. */
export interface BaselineResult {
  readonly name: string;
  /** Findings that were there before and are not shown. */
  readonly known: number;
  /** Findings of the baseline that are there no more. */
  readonly gone: number;
}
