import type { GraphResult, PathResult } from './attack-path.ts';
import type { Change } from './change.ts';
import type { BaselineResult, DecisionResult, FindingDecision } from './decision.ts';
import type { Gap } from './gap.ts';
import type { ObjectRef } from './object.ts';
import type { PlanResult } from './plan.ts';
import type { Problem, SourceSummary } from './snapshot.ts';
import type { Picture } from './zone.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical';
export type RuleVerdict = 'pass' | 'fail' | 'unknown' | 'not-applicable';
/** `absent`: not so today, and nothing forbids it tomorrow; `mitigated`: a named control stops it. */
export type ThreatVerdict = 'present' | 'unknown' | 'absent' | 'mitigated' | 'not-applicable';

/** Where a field stands in a file; the nearest parent that exists for a field that is not set. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Evidence as reports print it. */
export interface Located {
  readonly object: ObjectRef;
  /** `spec.containers[0].image`. */
  readonly field: string;
  /** Masked where it could hold a credential; null where the field is not set. */
  readonly seen: string | null;
  readonly location: Location | null;
}

/** The five factors of the severity table, as words. */
export interface SeverityFactors {
  readonly gain: string;
  readonly position: string;
  readonly effort: string;
  readonly exposure: string;
  readonly spread: string;
}

/** One breach of one rule on one object, instances counted. */
export interface Finding {
  /** A hash of rule, group, kind, namespace, name and container name: never of file, line, index or cluster. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly factors: SeverityFactors;
  readonly title: string;
  /** The predicate: `runs privileged`. */
  readonly message: string;
  readonly object: ObjectRef;
  readonly container: string | null;
  readonly managedBy: string | null;
  readonly instances: number;
  readonly field: string;
  readonly value: string | null;
  readonly expected: string | null;
  readonly evidence: readonly Located[];
  readonly location: Location | null;
  /** Ids of standards, recommendations and threats that this rule decides. */
  readonly references: readonly string[];
  readonly change: Change | null;
  /** Rules whose findings are part of this one: what a wildcard gives. */
  readonly also?: readonly string[];
  /** The component that cannot do its work without it, such as `CNI calico`; null for all others. */
  readonly byDesign: string | null;
  /** The verdict rests on an assumption of the coverage. */
  readonly assumed: boolean;
  /** What a person decided about it; such findings count nowhere. */
  readonly decision: FindingDecision | null;
  /** Who answers for it, where that was asked for; empty where nobody does. */
  readonly owners?: readonly string[];
}

export interface RuleSummary {
  readonly id: string;
  readonly verdict: RuleVerdict;
  readonly counts: Readonly<Record<RuleVerdict, number>>;
  readonly gaps: readonly string[];
}

export interface RecommendationResult {
  readonly id: string;
  readonly verdict: RuleVerdict;
  readonly counts: Readonly<Record<RuleVerdict, number>>;
  readonly gaps: readonly string[];
  readonly evidence: readonly Located[];
  readonly assumed: boolean;
}

export interface ThreatInstanceResult {
  readonly scope: ObjectRef;
  readonly verdict: ThreatVerdict;
  /** What makes it so here: `ClusterRole prometheus-server, held by monitoring/prometheus`. */
  readonly message: string;
  readonly evidence: readonly Located[];
  /** The object that stops it. */
  readonly control: ObjectRef | null;
  readonly gaps: readonly string[];
  readonly assumed: boolean;
}

export interface ThreatResult {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly components: readonly string[];
  readonly verdict: ThreatVerdict;
  /** Set where it is present: by the certain paths that use it, else its own. */
  readonly severity: Severity | null;
  /** What it weighs without looking at paths. */
  readonly ownSeverity: Severity | null;
  /** Those of the assessment's `paths` that use it where it is present, by their place in that list. */
  readonly paths: readonly number[];
  readonly counts: Readonly<Partial<Record<ThreatVerdict, number>>>;
  readonly gaps: readonly string[];
  readonly instances: readonly ThreatInstanceResult[];
  /** False where this version has no decision procedure for it yet. */
  readonly assessed: boolean;
}

export interface ComponentResult {
  readonly id: string;
  readonly name: string;
  readonly found: boolean;
  readonly foundBy: string;
  readonly sure: string;
  readonly version: string | null;
  readonly where: readonly string[];
  readonly exposure: readonly string[];
  readonly configuration: readonly { readonly name: string; readonly value: string | null; readonly source: string; readonly evidence: Located }[];
  readonly evidence: readonly Located[];
}

export interface NeighbourResult {
  readonly kind: string;
  readonly name: string;
  readonly object: ObjectRef;
  readonly image: string | null;
}

/** A gap, and how many verdicts wait for it. */
export interface GapResult extends Gap {
  readonly blocks: { readonly rules: number; readonly recommendations: number; readonly threats: number };
}

export interface SkippedCount {
  readonly reason: string;
  readonly count: number;
  /** The first few places. */
  readonly examples: readonly string[];
}

export interface Assessment {
  readonly schema: 'glacis.report/v1';
  readonly tool: { readonly name: 'glacis'; readonly version: string; readonly knowledge: string };
  readonly input: {
    readonly name: string;
    readonly sources: readonly SourceSummary[];
    readonly kubernetesVersion: string | null;
    readonly objects: number;
    readonly kinds: number;
    readonly namespaces: readonly string[];
    readonly nodes: number;
    readonly workloads: number;
    readonly pods: number;
    readonly coverage: readonly { readonly kind: string; readonly coverage: string }[];
    readonly skipped: readonly SkippedCount[];
    readonly problems: readonly Problem[];
    /** Identities given more than once. */
    readonly duplicates: readonly ObjectRef[];
    readonly assumptions: readonly string[];
  };
  readonly summary: {
    readonly findings: Readonly<Record<Severity, number>>;
    /** Findings that a person accepted, counted nowhere else. */
    readonly accepted: number;
    readonly objects: number;
    readonly rules: Readonly<Record<RuleVerdict, number>>;
    readonly recommendations: Readonly<Record<RuleVerdict, number>>;
    readonly threats: Readonly<Record<ThreatVerdict, number>>;
    readonly notAssessed: number;
    readonly questions: number;
    readonly blocked: number;
  };
  readonly gaps: readonly GapResult[];
  readonly components: readonly ComponentResult[];
  readonly neighbours: readonly NeighbourResult[];
  /** The provider that hosts the control plane, or null; undefined facts are gaps. */
  readonly provider: string | null;
  readonly findings: readonly Finding[];
  readonly rules: readonly RuleSummary[];
  readonly recommendations: readonly RecommendationResult[];
  readonly threats: readonly ThreatResult[];
  /** What lies between footholds and goals. */
  readonly graph: GraphResult;
  /** The cheapest path of each kind of foothold to each goal, those that are certain first. */
  readonly paths: readonly PathResult[];
  /** Left out where it was not asked for: finding it takes a while. */
  readonly plan?: PlanResult;
  /** Zones by trust, with the gravest of what stands in each. */
  readonly picture: Picture;
  readonly decisions: readonly DecisionResult[];
  /** Null where no baseline was given. */
  readonly baseline: BaselineResult | null;
}
