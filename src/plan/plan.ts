import type { AttackModel } from '../attack/model.ts';
import { endOf, holderState, type State } from '../attack/states.ts';
import type { Certainty } from '../graph/index.ts';
import { costsWith, type ChangeKind } from './costs.ts';
import { Cutter } from './cutter.ts';
import { allDemands, reachedPairs } from './demands.ts';
import type { CutStep, PlanChange, PlanRemaining, PlanResult } from '../model/plan.ts';
import { editOf, fieldChanges, type FieldChange } from './edits.ts';
import { undoOf, verifyOf } from './commands.ts';
import { Objects } from './objects.ts';
import { ordered, type Placed } from './order.ts';
import { Rounds } from './rounds.ts';
import { demandKey, leftOf, survivors, type Demand } from './search.ts';
import { beforeOf } from './world.ts';

export interface PlanOptions {
  /** Where paths start and end; every foothold and every goal where left out. */
  readonly demands?: readonly Demand[];
  /** `possible` cuts paths that rest on something not known as well. */
  readonly certainty?: Certainty;
  readonly costs?: Readonly<Partial<Record<ChangeKind, number>>>;
  /** Who may lose nothing, beside every person who administers the cluster. */
  readonly owners?: readonly State[];
  /** Paths that somebody was told, each a list of its steps as steps of the graph: what each change cuts of them is said. */
  readonly told?: readonly (readonly (readonly number[])[])[];
  /** How many choices are looked at before the best so far is taken; deterministic, as a clock is not. */
  readonly effort?: number;
}

/** A change with what leads from its edits back to files. */
export interface PlannedChange extends Omit<PlanChange, 'diff'> {
  readonly kind: ChangeKind;
  /** The same edits as `edits`. */
  readonly fields: readonly FieldChange[];
}

/** The fewest changes after which no path is left, proved by computing the cluster again with them. */
export interface Plan extends Omit<PlanResult, 'changes'> {
  readonly changes: readonly PlannedChange[];
}

const usualEffort = 20_000;

/** The cheapest changes after which no path is left, proved by computing the cluster again with them. */
export function planOf(model: AttackModel, { demands = allDemands(model), certainty = 'certain', costs, owners = [], effort = usualEffort, told: paths }: PlanOptions = {}): Plan {
  const before = beforeOf(model, costsWith(costs), owners);
  const cutter = new Cutter(before, model);
  const rounds = new Rounds(cutter, demands, certainty, effort);
  const { chosen, lowerBound, final } = rounds.run();
  const order = ordered(cutter, chosen, demands, certainty);
  const changes = told(order, cutter, final, demands, certainty).map((change) => (paths ? { ...change, paths: stepsCut(change.id, paths, cutter) } : change));
  const cost = chosen.reduce((sum, each) => sum + each.cost, 0);
  return {
    changes, cost, lowerBound: Math.min(lowerBound, cost), optimal: lowerBound >= cost,
    remaining: remainingOf(final, demands, certainty, rounds), kept: cutter.kept,
    pathsOpened: openedBetween(model, final), lockedOut: lockedOut(before.owners, model, final),
    before: leftOf(model, demands, certainty), after: leftOf(final, demands, certainty), rounds: rounds.count,
  };
}

/** Pairs that a path joins now and did not before, sure ones and others. */
function openedBetween(before: AttackModel, after: AttackModel): number {
  const news = (['possible', 'certain'] as const).flatMap((certainty) => {
    const known = reachedPairs(before, certainty);
    return [...reachedPairs(after, certainty)].filter((pair) => !known.has(pair));
  });
  return new Set(news).size;
}

/** Each change with its edits, made in this order. */
function told(order: readonly Placed[], cutter: Cutter, final: AttackModel, demands: readonly Demand[], certainty: Certainty): readonly PlannedChange[] {
  const objects = new Objects(cutter.first.context.cluster);
  const after = leftOf(final, demands, certainty);
  return order.map(({ change, standing: { starts, pairs } }, index) => {
    change.make(objects);
    const fields = fieldChanges(objects.taken());
    // Between first and last it is reckoned with the steps that are there today: what comes in their place counts from the start.
    const left = index === order.length - 1 ? after : { starts: Math.max(starts, after.starts), pairs: Math.max(pairs, after.pairs) };
    const { id, kind, title, cost, breaks, verify = verifyOf(fields), undo = undoOf(fields) } = change;
    return { id, kind, title, cost, edits: fields.map(editOf), fields, cuts: cutter.pathsCut(change), left, breaks, verify, undo };
  });
}

function stepsCut(id: string, paths: NonNullable<PlanOptions['told']>, cutter: Cutter): readonly CutStep[] {
  return paths.flatMap((steps, path) => steps.flatMap((parts, step) => (parts.some((part) => cutter.of(cutter.first, part).includes(id)) ? [{ path, step }] : [])));
}

function remainingOf(final: AttackModel, demands: readonly Demand[], certainty: Certainty, { lost, why }: Rounds): readonly PlanRemaining[] {
  const sure = new Set(survivors(final, demands, 'certain').map(({ demand }) => demandKey(demand)));
  return survivors(final, demands, certainty).map(({ demand }) => {
    const key = demandKey(demand);
    return { from: endOf(demand.from), to: endOf(demand.to), verdict: sure.has(key) ? 'certain' : 'possible', why: lost.get(key) ?? why.get(key) ?? [] };
  });
}

/** Everything an owner held is still held. */
function lockedOut(owners: ReadonlySet<State>, before: AttackModel, after: AttackModel): readonly string[] {
  const held = (owner: State, { context }: AttackModel): readonly string[] => context.grants.filter(({ holders }) => holders.some((holder) => holderState(holder) === owner)).flatMap(({ namespace, rules }) => rules.map((rule) => JSON.stringify([namespace, rule])));
  return [...owners].filter((owner) => {
    const now = new Set(held(owner, after));
    return held(owner, before).some((right) => !now.has(right));
  }).map(endOf);
}
