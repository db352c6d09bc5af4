import type { Bitset } from './bitset.ts';
import { usable, type Certainty, type Graph } from './graph.ts';
import { Heap } from './heap.ts';

/** From every state the cheapest way on to a goal. */
export interface Ways {
  /** Infinity where no such way leads there. */
  readonly cost: Float64Array;
  /** The step to take next, -1 at the goal and where there is none. */
  readonly next: Int32Array;
}

/**
 * Goes back from the goal over steps that need one state and no other, for all states at once: whoever has such a way needs
 * nobody's help. What needs several states at once is not found. @param without steps that may not be taken
 */
export function waysTo(graph: Graph, goal: number, certainty: Certainty, without?: Bitset): Ways {
  const { states, needsStart, needs, givenStart, given, cost: prices } = graph;
  const cost = new Float64Array(states).fill(Infinity);
  const next = new Int32Array(states).fill(-1);
  const done = new Uint8Array(states);
  const heap = new Heap();
  cost[goal] = 0;
  heap.push(0, goal);
  for (let state = heap.pop(); state !== undefined; state = heap.pop()) {
    if (done[state] === 1) continue;
    done[state] = 1;
    for (let index = givenStart[state] ?? 0; index < (givenStart[state + 1] ?? 0); index++) {
      const step = given[index] ?? 0;
      const start = needsStart[step] ?? 0;
      if ((needsStart[step + 1] ?? 0) - start !== 1 || !usable(graph, step, certainty) || without?.has(step) === true) continue;
      const need = needs[start] ?? 0;
      const price = (cost[state] ?? 0) + (prices[step] ?? 0);
      if (price >= (cost[need] ?? 0)) continue;
      cost[need] = price;
      next[need] = step;
      heap.push(price, need);
    }
  }
  return { cost, next };
}

/** By state: so much at least every proof of the goal costs from there on, whatever else it needs. Infinity for what has no part in any. */
export function leastTo(graph: Graph, goal: number, certainty: Certainty): Float64Array {
  const { states, needsStart, needs, givenStart, given, cost: prices } = graph;
  const least = new Float64Array(states).fill(Infinity);
  const heap = new Heap();
  const offer = (state: number, price: number): void => {
    if (price >= (least[state] ?? 0)) return;
    least[state] = price;
    heap.push(price, state);
  };
  offer(goal, 0);
  for (let state = heap.pop(); state !== undefined; state = heap.pop()) {
    for (let index = givenStart[state] ?? 0; index < (givenStart[state + 1] ?? 0); index++) {
      const step = given[index] ?? 0;
      if (!usable(graph, step, certainty)) continue;
      const price = (least[state] ?? 0) + (prices[step] ?? 0);
      for (let at = needsStart[step] ?? 0; at < (needsStart[step + 1] ?? 0); at++) offer(needs[at] ?? 0, price);
    }
  }
  return least;
}

/** The steps of the way from one state, in the order in which they are taken; undefined where there is none. */
export function wayFrom({ gives }: Graph, { cost, next }: Ways, from: number): readonly number[] | undefined {
  if (cost[from] === Infinity) return undefined;
  const steps: number[] = [];
  for (let step = next[from] ?? -1; step >= 0; step = next[gives[step] ?? 0] ?? -1) steps.push(step);
  return steps;
}
