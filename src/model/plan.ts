import type { PathVerdict } from './attack-path.ts';

/** An edit of a plan: `to: null` takes a field or an object away. What could be a credential is masked on both sides. */
export interface PlanEdit {
  readonly object: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly name: string };
  /** `rules[0].verbs`; empty for the object as a whole. */
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** A change of a file, or of an object where no file can be edited by itself. */
export interface PlanDiff {
  /** `deploy/web.yaml:12`, or the object where no file is known. */
  readonly where: string;
  /** Each begins with `- ` or `+ `. */
  readonly lines: readonly string[];
}

/** What is left at some point: starting points, and pairs of start and end that a path joins. */
export interface PlanLeft {
  readonly starts: number;
  readonly pairs: number;
}

/** A step of one of the assessment's `paths`, by their places in their lists. */
export interface CutStep {
  readonly path: number;
  readonly step: number;
}

/** One change of a plan, made after those before it. */
export interface PlanChange {
  /** `change/` and a hash of what it does to what: `glacis what-if --change` takes it. */
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly cost: number;
  readonly edits: readonly PlanEdit[];
  readonly diff: readonly PlanDiff[];
  /** Of the paths that were looked at, those that it has a part in cutting. */
  readonly cuts: number;
  /** Of the assessment's `paths`, the steps that it has a part in cutting; left out where no paths were told. */
  readonly paths?: readonly CutStep[];
  readonly left: PlanLeft;
  readonly breaks: string;
  readonly verify: string;
  readonly undo: string;
}

/** A pair of start and end that stays, and why. */
export interface PlanRemaining {
  readonly from: string;
  readonly to: string;
  readonly verdict: PathVerdict;
  readonly why: readonly string[];
}

/** Rights that are left to a well-known program which does not work without them. */
export interface PlanKept {
  readonly who: string;
  readonly program: string;
  readonly verbs: readonly string[];
  /** `secrets`, `apps/deployments`, `its cloud identity`. */
  readonly resource: string;
  readonly why: string;
  /** Where the authors of the program give it the rights. */
  readonly source: string;
}

/** The fewest changes after which no attack path is left, proved by computing the cluster again with them. */
export interface PlanResult {
  readonly changes: readonly PlanChange[];
  readonly remaining: readonly PlanRemaining[];
  readonly kept: readonly PlanKept[];
  readonly cost: number;
  /** No set of such changes costs less. */
  readonly lowerBound: number;
  /** The lower bound is met. */
  readonly optimal: boolean;
  /** Pairs of start and end that the changes would join. */
  readonly pathsOpened: number;
  /** Owners who would lose a right. */
  readonly lockedOut: readonly string[];
  readonly before: PlanLeft;
  readonly after: PlanLeft;
  /** How often the cluster was computed again. */
  readonly rounds: number;
}
