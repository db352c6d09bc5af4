import type { AttackGraph } from '../attack/attack-graph.ts';
import type { State } from '../attack/states.ts';
import { isChangeKind, usualCosts, type ChangeKind } from '../plan/costs.ts';
import { PlanningGraph } from '../plan/planning-graph.ts';
import { planOfWays, type PlanOf } from '../plan/result.ts';
import { seedsAt } from './attack.ts';
import { diffIn } from './edits.ts';
import { nearest, UsageError } from './exit.ts';

/** What people wish of a plan. */
export interface PlanWishes {
  readonly unknown?: boolean;
  readonly cost?: readonly string[];
  readonly owner?: readonly string[];
}

/** Finds the plans of the clusters of one scan and shows them in the user's files. */
export interface Planner {
  in(files: ReadonlyMap<string, string | Uint8Array>): PlanOf;
  /** @throws UsageError for an owner that none of the clusters knows: nothing would have been kept for them */
  done(): void;
}

export function plannerOf({ unknown, cost, owner }: PlanWishes): Planner {
  const costs = costsOf(cost ?? []);
  const strangers = new Map<string, unknown>((owner ?? []).map((end) => [end, undefined]));
  const ownersIn = (graph: AttackGraph): readonly State[] => (owner ?? []).flatMap((end) => {
    try {
      const seeds = seedsAt(end, { graph });
      strangers.delete(end);
      return seeds.map((seed) => graph.model.name(seed));
    } catch (error) {
      // Of several clusters, one may know them.
      if (!(error instanceof UsageError)) throw error;
      if (strangers.has(end)) strangers.set(end, error);
      return [];
    }
  });
  return {
    in: (files) => (model, ways) => planOfWays(model, ways, diffIn(files), { costs, certainty: unknown === true ? 'possible' : 'certain', owners: ownersIn(PlanningGraph.on(model)) }),
    done: () => {
      for (const error of strangers.values()) if (error !== undefined) throw error;
    },
  };
}

/** `NAME=N` by kind of change. @throws UsageError for a kind that there is not, or a cost that is none */
export function costsOf(written: readonly string[]): Readonly<Partial<Record<ChangeKind, number>>> {
  return Object.fromEntries(written.map((text) => {
    const [name = '', value = ''] = text.split('=');
    const near = nearest(name, new Set(Object.keys(usualCosts)));
    if (!isChangeKind(name)) throw new UsageError(`--cost ${name} is no kind of change`, near === undefined ? `One of: ${Object.keys(usualCosts).join(', ')}` : `Did you mean ${near}?`);
    const cost = Number(value);
    if (!/^\d+$/.test(value) || cost < 1 || cost > 1_000_000) throw new UsageError(`--cost ${text}: a cost is a whole number from 1 to 1000000`, `Such as: --cost ${name}=${usualCosts[name].cost}`);
    return [name, cost];
  }));
}
