import { createHash } from 'node:crypto';
import type { PlanKept } from '../model/plan.ts';
import type { ChangeKind } from './costs.ts';
import type { Objects } from './objects.ts';

/** One thing a person could do. */
export interface Candidate {
  /** `change/` and a hash of what it does to what: the same in every run. */
  readonly id: string;
  readonly kind: ChangeKind;
  /** The imperative sentence: `Take ServiceAccount ci/deployer out of ClusterRoleBinding ci-deployer`. */
  readonly title: string;
  readonly cost: number;
  /** What may stop working. */
  readonly breaks: string;
  /** A command that shows it worked; made from the edits where left out. */
  readonly verify?: string;
  /** A command that takes it back; made from the edits where left out. */
  readonly undo?: string;
  /** Another change that does all that this one does: with it this one is not made. */
  readonly within?: string;
  make(objects: Objects): void;
}

/** What can be done about a step, and why other things are not proposed. */
export interface Cuts {
  readonly changes: readonly Candidate[];
  readonly refused: readonly string[];
  /** Rights left to programs that need them, told whatever else is done. */
  readonly kept?: readonly PlanKept[];
}

export const noCuts: Cuts = { changes: [], refused: [] };

export function refuse(reason: string): Cuts {
  return { changes: [], refused: [reason] };
}

export function keep(kept: PlanKept): Cuts {
  return { changes: [], refused: [`${kept.who} runs ${kept.program}, which does not work without its rights on ${kept.resource}`], kept: [kept] };
}

export function together(all: Iterable<Cuts>): Cuts {
  const changes = new Map<string, Candidate>();
  const refused = new Set<string>();
  const kept: PlanKept[] = [];
  for (const cuts of all) {
    for (const change of cuts.changes) if (!changes.has(change.id)) changes.set(change.id, change);
    for (const reason of cuts.refused) refused.add(reason);
    kept.push(...(cuts.kept ?? []));
  }
  return { changes: [...changes.values()], refused: [...refused], kept };
}

/** @param what all that tells this change from others */
export function changeId(kind: ChangeKind, ...what: readonly string[]): string {
  return `change/${createHash('sha256').update([kind, ...what].join('\0')).digest('hex').slice(0, 10)}`;
}
