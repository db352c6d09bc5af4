import type { AttackModel } from '../attack/model.ts';
import { allDemands } from './demands.ts';
import { demandKey, leftOf, survivors, type Demand } from './search.ts';

export interface Comparison {
  readonly closed: readonly Demand[];
  readonly opened: readonly Demand[];
  readonly before: { readonly starts: number; readonly pairs: number };
  readonly after: { readonly starts: number; readonly pairs: number };
}

/** Pairs of start and end that a sure path joins before or after, and not both. */
export function compare(before: AttackModel, after: AttackModel, demands: readonly Demand[]): Comparison {
  const later = allDemands(after);
  const joined = (model: AttackModel, all: readonly Demand[]): ReadonlyMap<string, Demand> => new Map(survivors(model, all, 'certain').map(({ demand }) => [demandKey(demand), demand]));
  const [old, now] = [joined(before, demands), joined(after, later)];
  return {
    closed: [...old].flatMap(([key, demand]) => (now.has(key) ? [] : [demand])),
    opened: [...now].flatMap(([key, demand]) => (old.has(key) ? [] : [demand])),
    before: leftOf(before, demands, 'certain'), after: leftOf(after, later, 'certain'),
  };
}
