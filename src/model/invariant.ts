import type { PathResult } from './attack-path.ts';

/** Ends that an invariant names: one, or all of a kind. */
export type EndChoice = NamedEnd | KindOfEnds;

export interface NamedEnd {
  readonly text: string;
  readonly end: string;
}

export interface KindOfEnds {
  readonly text: string;
  readonly any: AnyOf;
  /** Null for all. */
  readonly namespace: string | null;
}

/** `start`: all footholds. `secret`: those of a namespace. */
export type AnyOf = 'container' | 'node' | 'person' | 'account' | 'secret' | 'start';

/** A path that must not exist. */
export interface Invariant {
  readonly name: string;
  /** Who must not get there. */
  readonly from: readonly EndChoice[];
  /** Of those, who may. */
  readonly except: readonly EndChoice[];
  /** What must not be reached. */
  readonly to: readonly EndChoice[];
  /** It was written as `only: ... reaches: ...`. */
  readonly only: boolean;
  readonly owner: string | null;
  readonly reason: string | null;
  readonly file: string;
  readonly line: number;
}

export type InvariantVerdict = 'pass' | 'fail' | 'unknown';

/** What became of an invariant. */
export interface InvariantResult {
  readonly invariant: Invariant;
  readonly verdict: InvariantVerdict;
  /** How many starts were looked at. */
  readonly starts: number;
  /** Those that get there: of an unknown one, that may. */
  readonly offenders: readonly string[];
  /** The cheapest path that must not be. */
  readonly path: PathResult | null;
  /** Why it is not known where there is no path, and what was left aside. */
  readonly notes: readonly string[];
}
