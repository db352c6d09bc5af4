import type { Located } from './assessment.ts';
import type { Gap } from './gap.ts';

/** `possible`: only if something that is not known is so. */
export type PathVerdict = 'certain' | 'possible';

/** One step of a path as reports give it. */
export interface StepResult {
  readonly technique: string;
  readonly title: string;
  /** Its row in the catalogue, and the names that other tools use. */
  readonly aliases: readonly string[];
  readonly attack: readonly string[];
  readonly microsoft: readonly string[];
  readonly from: string;
  /** What it needs besides. */
  readonly also?: readonly string[];
  readonly to: string;
  readonly verdict: PathVerdict;
  /** False for what somebody is without doing anything. */
  readonly counted: boolean;
  readonly reasons: readonly string[];
  readonly evidence: readonly Located[];
  readonly gaps: readonly Gap[];
  /** Commands that read and change nothing, and show whether the step is there. */
  readonly verify: readonly string[];
  readonly removes: string;
  readonly detects: string;
}

/** The cheapest path of one kind of foothold to one goal. */
export interface PathResult {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly verdict: PathVerdict;
  /** The steps that somebody takes: of the cheapest way, which is not always the shortest. */
  readonly length: number;
  readonly cost: number;
  /** How many footholds of the kind reach the goal. */
  readonly starts: number;
  /** Their names; in the report of a scan the first hundred. */
  readonly sources: readonly string[];
  readonly steps: readonly StepResult[];
}

/** Who reaches something that matters, kind by kind. */
export interface FootholdCount {
  readonly kind: string;
  readonly all: number;
  readonly reaching: number;
  /** Those that reach it only if something that is not known is so. */
  readonly possible: number;
}

/** What lies between footholds and goals. */
export interface GraphResult {
  readonly goals: readonly string[];
  readonly footholds: readonly FootholdCount[];
  /** As strong as the cluster whatever one changes; counted nowhere. */
  readonly byDesign: readonly { readonly from: string; readonly reason: string }[];
  readonly nodes: readonly GraphNode[];
  readonly steps: readonly GraphStep[];
  /** How many nodes were left out: of a large graph only what lies on the paths is told. */
  readonly left: number;
}

export interface GraphNode {
  /** An end as people write it, `serviceaccount:shop/cart`, or a power that many steps need: `may:make-pods@shop`. */
  readonly id: string;
  /** The kind of foothold, where an attacker may start there. */
  readonly foothold: string | null;
  readonly goal: boolean;
}

export interface GraphStep {
  readonly technique: string;
  /** All of them at once. */
  readonly from: readonly string[];
  readonly to: string;
  readonly verdict: PathVerdict;
}
