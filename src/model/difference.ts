import type { PathResult, PathVerdict } from './attack-path.ts';
import type { Assessment, Finding, Severity, ThreatResult, ThreatVerdict, RuleVerdict, RecommendationResult, RuleSummary } from './assessment.ts';

/** What two states are compared by: an assessment, or as much of a report as says the same. */
export interface State {
  readonly name: string;
  readonly findings: readonly StateFinding[];
  readonly rules: readonly Pick<RuleSummary, 'id' | 'verdict'>[];
  readonly recommendations: readonly Pick<RecommendationResult, 'id' | 'verdict'>[];
  readonly threats: readonly Pick<ThreatResult, 'id' | 'title' | 'verdict' | 'severity'>[];
  /** Undefined in a report of a version that found none. */
  readonly paths: readonly StatePath[] | undefined;
}

export type StatePath = Pick<PathResult, 'kind' | 'from' | 'to' | 'verdict' | 'length' | 'starts'>;

export type StateFinding = Pick<Finding, 'id' | 'rule' | 'severity' | 'title' | 'message' | 'object' | 'container' | 'location'> & {
  readonly accepted: boolean;
};

export interface FindingChange {
  readonly before: StateFinding;
  readonly after: StateFinding;
  /** Graver, or accepted before and no more. */
  readonly worse: boolean;
}

export interface ThreatChange {
  readonly id: string;
  readonly title: string;
  readonly before: { readonly verdict: ThreatVerdict; readonly severity: Severity | null };
  readonly after: { readonly verdict: ThreatVerdict; readonly severity: Severity | null };
  /** Present now and not before, or graver. */
  readonly worse: boolean;
}

export interface VerdictChange {
  readonly id: string;
  readonly before: RuleVerdict;
  readonly after: RuleVerdict;
}

/** Who of one kind of foothold reaches one goal, before and after: null where nobody does. */
export interface PathChange {
  readonly kind: string;
  readonly to: string;
  readonly before: PathEnd | null;
  readonly after: PathEnd | null;
  /** Opened, surer, or shorter. */
  readonly worse: boolean;
}

export interface PathEnd {
  readonly from: string;
  readonly verdict: PathVerdict;
  readonly length: number;
  readonly starts: number;
}

/** What became of one state: `glacis.diff/v1`. */
export interface Difference {
  readonly schema: 'glacis.diff/v1';
  readonly tool: Assessment['tool'];
  readonly before: string;
  readonly after: string;
  readonly findings: { readonly new: readonly StateFinding[]; readonly gone: readonly StateFinding[]; readonly changed: readonly FindingChange[]; readonly same: number };
  readonly threats: readonly ThreatChange[];
  readonly rules: readonly VerdictChange[];
  readonly recommendations: readonly VerdictChange[];
  /** By kind of foothold and goal; null where one of the states says nothing of paths. */
  readonly paths: { readonly opened: readonly PathChange[]; readonly closed: readonly PathChange[]; readonly changed: readonly PathChange[]; readonly same: number } | null;
}
