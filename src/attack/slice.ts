import { needsOf, reachable, relevant, usable, type Certainty, type Graph } from '../graph/index.ts';
import type { GraphNode, GraphStep } from '../model/attack-path.ts';
import { footholds } from './footholds.ts';
import type { AttackModel } from './model.ts';
import { goalsOf } from './counted.ts';
import { anyNodeRoot, clusterAdmin, endOf } from './states.ts';

export interface Slice {
  readonly nodes: readonly GraphNode[];
  readonly steps: readonly GraphStep[];
}

export interface SliceOptions {
  readonly seeds?: readonly number[];
  readonly goals?: readonly number[];
  readonly certainty?: Certainty;
  /** Where some steps are left out. */
  readonly graph?: Graph;
}

/** What lies between footholds and goals: what can be reached and has a part in reaching a goal. Who is cluster-admin needs no further step. */
export function sliceOf(model: AttackModel, { seeds, goals, certainty = 'possible', graph = model.graph }: SliceOptions = {}): Slice {
  const starts = footholds(model.context).filter(({ byDesign }) => byDesign === undefined).flatMap(({ kind, state }) => {
    const id = model.id(state);
    return id === undefined ? [] : [[id, kind] as const];
  });
  const from = seeds ?? starts.map(([id]) => id);
  const to = goals ?? goalsOf(model).map((goal) => model.id(goal) ?? 0);
  const [reached, near, wanted] = [reachable(graph, from, certainty), relevant(graph, to, certainty), new Set(to)];
  const admin = model.id(clusterAdmin);
  const steps = new Map<string, GraphStep>();
  for (let step = 0; step < graph.steps; step++) {
    const gives = model.gives(step);
    if (!near.has(gives) || !reached.has(gives) || !usable(graph, step, certainty)) continue;
    const needs = needsOf(graph, step);
    if (!needs.every((need) => reached.has(need)) || (needs.length === 1 && needs[0] === admin && !wanted.has(gives))) continue;
    const [ends, end] = [needs.map((need) => endOf(model.name(need))), endOf(model.name(gives))];
    if (ends.includes(end)) continue;
    const technique = model.technique(step)?.id ?? 'technique/belongs';
    const key = `${technique} ${ends.join(' + ')} ${end}`;
    const sure = model.isCertain(step);
    if (sure || !steps.has(key)) steps.set(key, { technique, from: ends, to: end, verdict: sure ? 'certain' : 'possible' });
  }
  const kinds = new Map(starts.map(([id, kind]) => [endOf(model.name(id)), kind]));
  const wantedEnds = new Set(to.map((id) => endOf(model.name(id))));
  const kept = leading([...steps.values()], wantedEnds);
  const ids = new Set(kept.flatMap(({ from: ends, to: end }) => [...ends, end]));
  return {
    nodes: [...ids].toSorted().map((id) => ({ id, foothold: id === anyNodeRoot ? null : (kinds.get(id) ?? null), goal: wantedEnds.has(id) })),
    steps: kept.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
  };
}

function order({ from, to, technique, verdict }: GraphStep): string {
  return `${from.join(' + ')} ${to} ${technique} ${verdict}`;
}

/** Without what no longer leads anywhere. */
function leading(steps: readonly GraphStep[], goals: ReadonlySet<string>): readonly GraphStep[] {
  const into = Map.groupBy(steps, ({ to }) => to);
  const found = new Set(goals);
  for (const end of found) for (const { from } of into.get(end) ?? []) for (const need of from) found.add(need);
  return steps.filter(({ to }) => found.has(to));
}
