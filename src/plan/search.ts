import type { AttackModel } from '../attack/model.ts';
import { counted } from '../attack/counted.ts';
import type { State } from '../attack/states.ts';
import { cheapest, CostTable, goalsReached, leastTo, proofOf, relevant, wayFrom, waysTo, type Bitset, type Certainty, type Graph } from '../graph/index.ts';

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
    const reaching = reachingBy(graph, [...byId.keys()], goal, certainty, without);
    if (reaching.length === 0) return [];
    const ways = waysTo(graph, goal, certainty, without);
    const [ahead, table] = [aheadOf(graph, goal, certainty), new CostTable(graph)];
    const joint = (seed: number): readonly number[] | undefined => proofOf(graph, cheapest(graph, [seed], certainty, { until: [goal], ahead, table, ...(without ? { without } : {}) }), goal);
    return reaching.flatMap((seed) => {
      const steps = wayFrom(graph, ways, seed) ?? joint(seed);
      const demand = byId.get(seed);
      return steps && demand ? [{ demand, steps }] : [];
    });
  });
}

/** What has a part in any proof of the goal, and how far it is at least, whatever is cut. */
const nearOf = onceForEach((graph, goal, certainty) => relevant(graph, [goal], certainty));
const aheadOf = onceForEach(leastTo);

/** A plan asks for the same goals again and again. */
function onceForEach<T>(make: (graph: Graph, goal: number, certainty: Certainty) => T): (graph: Graph, goal: number, certainty: Certainty) => T {
  const known = new WeakMap<Graph, Map<string, T>>();
  return (graph, goal, certainty) => {
    const ofGraph = known.get(graph) ?? new Map<string, T>();
    known.set(graph, ofGraph);
    const key = `${certainty} ${goal}`;
    const found = ofGraph.get(key) ?? make(graph, goal, certainty);
    ofGraph.set(key, found);
    return found;
  };
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
