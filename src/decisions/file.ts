import type { CustomRule } from '../model/custom-rule.ts';
import type { Severity } from '../model/assessment.ts';
import type { Invariant } from '../model/invariant.ts';

/** `glacis.yaml`: what people decided. */
export interface DecisionFile {
  readonly exceptions: readonly Exception[];
  readonly attestations: readonly Attestation[];
  /** Rules that people wrote themselves. */
  readonly rules: readonly CustomRule[];
  /** Whether annotations on objects are heard. */
  readonly annotations: boolean;
  /** Paths that must not exist, for `glacis assert`. */
  readonly invariants: readonly Invariant[];
}

interface Decided {
  readonly reason: string;
  readonly owner: string;
  /** `2027-03-31`, the last day on which it holds. */
  readonly until: string | null;
  /** `glacis.yaml:12`. */
  readonly source: string;
}

/** A risk that somebody accepts. */
export interface Exception extends Decided {
  /** Rules, or `*`; empty where findings are named. */
  readonly rules: readonly string[];
  readonly findings: readonly string[];
  readonly scope: Scope;
  /** A finding graver than this is open again. */
  readonly upTo: Severity | null;
  /** Where the value seen is another, the finding is open again. */
  readonly value: string | null;
}

/** Where an exception holds; each list that is given must have a pattern that fits, each label must be there. */
export interface Scope {
  readonly kinds: readonly string[];
  readonly namespaces: readonly string[];
  readonly names: readonly string[];
  readonly containers: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** What somebody answers to a question that no object can. */
export interface Attestation extends Decided {
  /** The id of the gap. */
  readonly question: string;
  /** Whether it is as it should be. */
  readonly answer: boolean;
}

/** One thing that is wrong with the file. */
export interface Fault {
  readonly line: number;
  readonly message: string;
  readonly hint: string;
}

export const nothingDecided: DecisionFile = { exceptions: [], attestations: [], rules: [], annotations: true, invariants: [] };

export const everywhere: Scope = { kinds: [], namespaces: [], names: [], containers: [], labels: {} };
