import type { Bitset } from './bitset.ts';
import { needsOf, usable, type Certainty, type Graph } from './graph.ts';
import { Heap } from './heap.ts';

/** The least cost of every state, and the step it is best reached by. */
export interface Costs {
  /** Infinity where it cannot be reached. A part that two needs share counts in both. */
  readonly cost: Float64Array;
  /** -1 for seeds and for what cannot be reached. */
  readonly by: Int32Array;
}

export interface CheapestOptions {
  /** Steps that may not be taken. */
  readonly without?: Bitset;
  /** Only these states are looked at. */
  readonly within?: Bitset;
  /** Other costs than the graph's own, by step. */
  readonly prices?: Int32Array;
  /** Stop once this state is decided. */
  readonly until?: number;
}

/** Knuth's generalisation of Dijkstra's algorithm: a step costs its own and the sum of its needs. */
export function cheapest(graph: Graph, seeds: Iterable<number>, certainty: Certainty, { without, within, until, prices }: CheapestOptions = {}): Costs {
  const { states, steps, needsStart, gives, usedStart, used } = graph;
  const cost = new Float64Array(states).fill(Infinity);
  const by = new Int32Array(states).fill(-1);
  const done = new Uint8Array(states);
  const missing = new Int32Array(steps);
  const sum = Float64Array.from(prices ?? graph.cost);
  const heap = new Heap();
  const offer = (state: number, price: number, step: number): void => {
    if (price >= (cost[state] ?? 0) || within?.has(state) === false) return;
    cost[state] = price;
    by[state] = step;
    heap.push(price, state);
  };
  const take = (step: number): void => {
    if (usable(graph, step, certainty) && without?.has(step) !== true) offer(gives[step] ?? 0, sum[step] ?? 0, step);
  };
  for (const seed of seeds) offer(seed, 0, -1);
  for (let step = 0; step < steps; step++) {
    missing[step] = (needsStart[step + 1] ?? 0) - (needsStart[step] ?? 0);
    if (missing[step] === 0) take(step);
  }
  for (let state = heap.pop(); state !== undefined; state = heap.pop()) {
    if (done[state] === 1) continue;
    done[state] = 1;
    if (state === until) break;
    for (let index = usedStart[state] ?? 0; index < (usedStart[state + 1] ?? 0); index++) {
      const step = used[index] ?? 0;
      missing[step] = (missing[step] ?? 0) - 1;
      sum[step] = (sum[step] ?? 0) + (cost[state] ?? 0);
      if (missing[step] === 0) take(step);
    }
  }
  return { cost, by };
}

/** The steps of the cheapest proof in an order in which they can be taken, a shared part once; undefined where there is none. */
export function proofOf(graph: Graph, { cost, by }: Costs, goal: number): readonly number[] | undefined {
  if (cost[goal] === Infinity) return undefined;
  const proof: number[] = [];
  const seen = new Set<number>();
  // Proofs are deeper than a call stack should be.
  const waiting: (readonly [state: number, done: boolean])[] = [[goal, false]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [state, done] = next;
    const step = by[state] ?? -1;
    if (step < 0) continue;
    if (done) proof.push(step);
    else if (!seen.has(state)) {
      seen.add(state);
      waiting.push([state, true]);
      for (const need of needsOf(graph, step).toReversed()) waiting.push([need, false]);
    }
  }
  return proof;
}
