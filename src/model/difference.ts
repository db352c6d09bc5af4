import type { Assessment, Finding, Severity, ThreatResult, ThreatVerdict, RuleVerdict, RecommendationResult, RuleSummary } from './assessment.ts';

/** What two states are compared by: an assessment, or as much of a report as says the same. */
export interface State {
  readonly name: string;
  readonly findings: readonly StateFinding[];
  readonly rules: readonly Pick<RuleSummary, 'id' | 'verdict'>[];
  readonly recommendations: readonly Pick<RecommendationResult, 'id' | 'verdict'>[];
  readonly threats: readonly Pick<ThreatResult, 'id' | 'title' | 'verdict' | 'severity'>[];
}

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
}
