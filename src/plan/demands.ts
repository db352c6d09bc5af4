import type { AttackGraph } from '../attack/attack-graph.ts';
import { footholds } from '../attack/footholds.ts';
import type { AttackModel } from '../attack/model.ts';
import { goalsOf } from '../attack/counted.ts';
import { anyNodeRoot, type State } from '../attack/states.ts';
import { reachable, sources, type Certainty } from '../graph/index.ts';
import { demandKey, graphFor, type Demand } from './search.ts';

/** From every foothold that is not as strong as the cluster by design to everything that matters. */
export function allDemands(model: AttackModel): readonly Demand[] {
  const goals = goalsOf(model);
  return footholds(model.context).filter(({ byDesign }) => byDesign === undefined).flatMap(({ kind, state }) => goals.filter((goal) => !(kind === 'node' && goal === anyNodeRoot)).map((to) => ({ from: state, to })));
}

/** Between two ends as people write them; where one is left out, every foothold or goal stands for it. */
export function demandsBetween(graph: AttackGraph, from: string | undefined, to: string | undefined): readonly Demand[] {
  const { model } = graph;
  const starts = from === undefined ? undefined : graph.seedsOf(from).map((seed) => model.name(seed));
  const goals = to === undefined ? goalsOf(model) : graph.goalsAt(to).map((goal) => model.name(goal));
  const all = starts ?? footholds(model.context).filter(({ byDesign }) => byDesign === undefined).map(({ state }) => state);
  return all.flatMap((start) => goals.filter((goal) => start !== goal).map((goal) => ({ from: start, to: goal })));
}

/** Every pair of a foothold and a goal that a path joins, those strong by design included: what a plan may not add to. */
export function reachedPairs(model: AttackModel, certainty: Certainty): ReadonlySet<string> {
  const starts = footholds(model.context).flatMap(({ state }) => model.id(state) ?? []);
  return new Set(goalsOf(model).flatMap((to) => sources(graphFor(model, certainty), starts, model.id(to) ?? 0, certainty).map((seed) => demandKey({ from: model.name(seed), to }))));
}

/** What one start reaches of what matters. */
export function reachedFrom(model: AttackModel, from: State): ReadonlySet<State> {
  const id = model.id(from);
  const reached = id === undefined ? undefined : reachable(model.graph, [id], 'possible');
  return new Set(reached ? [...reached].map((state) => model.name(state)) : []);
}
