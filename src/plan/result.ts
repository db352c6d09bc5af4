import type { AttackModel } from '../attack/model.ts';
import type { Way } from '../attack/overview.ts';
import type { PlanDiff, PlanResult } from '../model/plan.ts';
import type { FieldChange } from './edits.ts';
import { planOf, type Plan, type PlanOptions } from './plan.ts';

/** Shows what is done to objects in the files of whoever asked. One call after the other: each goes on from the one before. */
export type DiffOf = (fields: readonly FieldChange[]) => readonly PlanDiff[];

/** A plan as reports hold it. */
export function planResult({ changes, ...plan }: Plan, diffOf: DiffOf): PlanResult {
  return { ...plan, changes: changes.map(({ fields, ...change }) => ({ ...change, diff: diffOf(fields) })) };
}

/** The plan of a whole cluster, with the steps of its told paths that each change cuts. */
export type PlanOf = (model: AttackModel, ways: readonly Way[]) => PlanResult;

/** What `assess` takes to find the plan as well. */
export function planWith(diffOf: DiffOf): PlanOf {
  return (model, ways) => planOfWays(model, ways, diffOf);
}

export function planOfWays(model: AttackModel, ways: readonly Way[], diffOf: DiffOf, options: PlanOptions = {}): PlanResult {
  return planResult(planOf(model, { ...options, told: ways.map(({ steps }) => steps.map(({ parts }) => parts)) }), diffOf);
}
