import type { AttackModel } from '../attack/model.ts';
import { counted } from '../attack/counted.ts';
import type { State } from '../attack/states.ts';
import { cheapest, goalsReached, proofOf, relevant, wayFrom, waysTo, type Bitset, type Certainty, type Graph } from '../graph/index.ts';

/** A start and an end between which no path shall be. */
export interface Demand {
  readonly from: State;
  readonly to: State;
}

export interface Survivor {
  readonly demand: Demand;
  readonly steps: readonly number[];
}

/** Sure paths need no flaw that nothing shows, as in the overview. */
export function graphFor(model: AttackModel, certainty: Certainty): Graph {
  return certainty === 'possible' ? model.graph : counted(model);
}

/** The steps that two ends share, so that a demand is one text. */
export function demandKey({ from, to }: Demand): string {
  return `${from}\n${to}`;
}

/** For each demand that a path still meets, one such path, from its start alone. @param without steps that are cut */
export function survivors(model: AttackModel, demands: readonly Demand[], certainty: Certainty, without?: Bitset): readonly Survivor[] {
  const graph = graphFor(model, certainty);
  return [...Map.groupBy(demands, ({ to }) => to)].flatMap(([to, list]): readonly Survivor[] => {
    const goal = model.id(to);
    if (goal === undefined) return [];
    const byId = new Map(list.flatMap((demand) => {
      const id = model.id(demand.from);
      return id === undefined ? [] : [[id, demand] as const];
    }));
    const within = nearOf(graph, goal, certainty);
    const reaching = reachingBy(graph, [...byId.keys()], goal, certainty, without);
    if (reaching.length === 0) return [];
    const ways = waysTo(graph, goal, certainty, without);
    const joint = (seed: number): readonly number[] | undefined => proofOf(graph, cheapest(graph, [seed], certainty, { until: [goal], within, ...(without ? { without } : {}) }), goal);
    return reaching.flatMap((seed) => {
      const steps = wayFrom(graph, ways, seed) ?? joint(seed);
      const demand = byId.get(seed);
      return steps && demand ? [{ demand, steps }] : [];
    });
  });
}

const near = new WeakMap<Graph, Map<string, Bitset>>();

/** What has a part in any proof of the goal, whatever is cut: a plan asks for the same goals again and again. */
function nearOf(graph: Graph, goal: number, certainty: Certainty): Bitset {
  const ofGraph = near.get(graph) ?? new Map<string, Bitset>();
  near.set(graph, ofGraph);
  const key = `${certainty} ${goal}`;
  const found = ofGraph.get(key) ?? relevant(graph, [goal], certainty);
  ofGraph.set(key, found);
  return found;
}

/** Which of the seeds reaches the goal by itself. */
function reachingBy(graph: Graph, seeds: readonly number[], goal: number, certainty: Certainty, without?: Bitset): readonly number[] {
  const reached = goalsReached(graph, seeds, [goal], certainty, { near: nearOf(graph, goal, certainty), ...(without ? { without } : {}) });
  return seeds.filter((_, index) => reached[index] === 1);
}

/** How many starts and how many pairs are left. */
export function leftOf(model: AttackModel, demands: readonly Demand[], certainty: Certainty, without?: Bitset): { readonly starts: number; readonly pairs: number } {
  const starts = new Set<State>();
  let pairs = 0;
  for (const [to, list] of Map.groupBy(demands, (demand) => demand.to)) {
    const goal = model.id(to);
    if (goal === undefined) continue;
    const found = reachingBy(graphFor(model, certainty), list.flatMap(({ from }) => model.id(from) ?? []), goal, certainty, without);
    for (const seed of found) starts.add(model.name(seed));
    pairs += found.length;
  }
  return { starts: starts.size, pairs };
}
