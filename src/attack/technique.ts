import type { Right } from '../engines/rights.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Gap } from '../model/gap.ts';
import type { AttackContext } from './context.ts';
import type { State } from './states.ts';

export type Verdict = 'certain' | 'possible';

/** What makes a step, told when it is printed. */
export interface Reason {
  /** Short: `ClusterRole reader: core/secrets list`. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** What would decide a step that is only possible. */
  readonly gaps?: readonly Gap[];
  /** The right that it is, so that the API server can be asked for it. */
  readonly asked?: AskedRight;
}

/** A right as it is held somewhere. */
export interface AskedRight {
  readonly right: Right;
  /** Empty for every name. */
  readonly names: readonly string[];
  /** Null for the whole cluster. */
  readonly namespace: string | null;
}

/** One instance of a technique, or several that need the same. */
export interface Step {
  /** All of them at once. */
  readonly needs: readonly State[];
  /** Of a list each by itself. A list that is kept for several techniques is looked up once: most steps come in lists. */
  readonly gives: State | readonly State[];
  /** False where something that was not read decides. */
  readonly certain?: boolean;
  /** It only spells out what an earlier step gave (a hub, what somebody is), and takes an attacker nothing. */
  readonly free?: true;
  /** @param index which of the list it gives */
  readonly because?: (index: number) => Reason;
}

/** The states that a step gives. */
export function giftsOf({ gives }: Pick<Step, 'gives'>): readonly State[] {
  return typeof gives === 'string' ? [gives] : gives;
}

const untold: Reason = { text: '', evidence: [] };

/** A step to each of them, in one list. */
export function* stepsTo<T extends { readonly gives: State }>(all: readonly T[], step: Pick<Step, 'needs' | 'certain' | 'free'>, reasonOf: (each: T) => Reason): Generator<Step> {
  if (all.length === 0) return;
  const because = (index: number): Reason => {
    const each = all[index];
    return each ? reasonOf(each) : untold;
  };
  yield { ...step, gives: all.map(({ gives }) => gives), because };
}

/** A cluster in which the technique leads from one end to the other, or does not. */
export interface Example {
  /** YAML. */
  readonly objects: string;
  readonly from: string;
  readonly to: string;
  readonly version?: string;
}

/** A way to move. */
export interface Technique {
  readonly id: `technique/${string}`;
  /** What the attacker does, as a sentence without its subject: `opens a shell in a container`. */
  readonly title: string;
  readonly why: string;
  /** The row of the catalogue, and the names that other tools use. */
  readonly aliases: readonly string[];
  /** MITRE ATT&CK. */
  readonly attack: readonly string[];
  /** Microsoft's threat matrix for Kubernetes. */
  readonly microsoft: readonly string[];
  /** 1: one request; 2: some preparation; 3: needs a flaw or skill; 4: needs luck as well. */
  readonly effort: 1 | 2 | 3 | 4;
  /** Nothing shows whether the program has a flaw to use: an overview does not count on it. */
  readonly needsFlaw?: true;
  /** What shows that it is done. */
  readonly detects: string;
  /** The change after which it is no longer there. */
  readonly removes: string;
  steps(context: AttackContext): Iterable<Step>;
  /** Any of these alone is enough, where it is nothing but a right. */
  readonly rights?: (context: AttackContext) => readonly Right[];
  readonly examples: Readonly<Record<'present' | 'absent' | 'unknown', readonly Example[]>>;
}

/** Checks the shape while it is written; a technique is data. */
export function defineTechnique(technique: Technique): Technique {
  return technique;
}
