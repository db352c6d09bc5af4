import type { Bitset } from './bitset.ts';
import { needsOf, type Certainty, type Graph } from './graph.ts';
import { Heap } from './heap.ts';

/** The least cost of every state, and the step it is best reached by. */
export interface Costs {
  /** Infinity where it cannot be reached. A part that two needs share counts in both. */
  readonly cost: Float64Array;
  /** -1 for seeds and for what cannot be reached. */
  readonly by: Int32Array;
}

/** Room for one search after the other: each gives up what the one before it found. */
export class CostTable implements Costs {
  readonly cost: Float64Array;
  readonly by: Int32Array;
  readonly done: Uint8Array;
  readonly heap: Heap = new Heap();
  /** States with a price, so that a small search leaves little to clear. */
  readonly priced: number[] = [];

  constructor({ states }: Pick<Graph, 'states'>) {
    this.cost = new Float64Array(states).fill(Infinity);
    this.by = new Int32Array(states).fill(-1);
    this.done = new Uint8Array(states);
  }

  clear(): void {
    for (const state of this.priced) {
      this.cost[state] = Infinity;
      this.by[state] = -1;
      this.done[state] = 0;
    }
    this.priced.length = 0;
    this.heap.clear();
  }
}

export interface CheapestOptions {
  /** Steps that may not be taken. */
  readonly without?: Bitset;
  /** Only these states are looked at. */
  readonly within?: Bitset;
  /** Other costs than the graph's own, by step. */
  readonly prices?: Int32Array;
  /** Stop once all of these states are decided: what costs as much as the dearest of them may be left undecided. */
  readonly until?: readonly number[];
  /** By state: so much at least lies between it and any of `until`, as `leastTo` says. The search goes where it leads on cheaply. */
  readonly ahead?: Float64Array;
  /** Where the answer is written, for many small searches in one graph. */
  readonly table?: CostTable;
}

/** Knuth's generalisation of Dijkstra's algorithm: a step costs its own and the sum of its needs. */
export function cheapest(graph: Graph, seeds: Iterable<number>, certainty: Certainty, { without, within, until, ahead, prices = graph.cost, table = new CostTable(graph) }: CheapestOptions = {}): Costs {
  const { needCount, needsStart, needs, initial, gives, certain, usedStart, used } = graph;
  table.clear();
  const { cost, by, done, heap, priced } = table;
  const least = certainty === 'possible' ? 0 : 1;
  const open = new Set(until);
  // Once each of those that are left has a price, nothing that costs as much as the dearest of them makes one cheaper.
  let dearest = Infinity;
  const offer = (state: number, price: number, step: number): void => {
    if (price >= (cost[state] ?? 0) || within?.has(state) === false) return;
    const whole = ahead ? price + (ahead[state] ?? 0) : price;
    if (whole >= dearest) return;
    if (cost[state] === Infinity) priced.push(state);
    cost[state] = price;
    by[state] = step;
    heap.push(whole, state);
    if (open.has(state)) dearest = Math.max(...Array.from(open, (each) => cost[each] ?? 0));
  };
  /** Of all needs of a step; Infinity where one is not decided: the last one that is takes the step. */
  const sumOf = (step: number): number => {
    let sum = 0;
    for (let index = needsStart[step] ?? 0, end = needsStart[step + 1] ?? 0; index < end; index++) {
      const need = needs[index] ?? 0;
      if (done[need] !== 1) return Infinity;
      sum += cost[need] ?? 0;
    }
    return sum;
  };
  for (const seed of seeds) offer(seed, 0, -1);
  for (const step of initial) if ((certain[step] ?? 0) >= least && without?.has(step) !== true) offer(gives[step] ?? 0, prices[step] ?? 0, step);
  for (let state = heap.pop(); state !== undefined; state = heap.pop()) {
    if (done[state] === 1) continue;
    done[state] = 1;
    if (open.delete(state) && open.size === 0) break;
    const own = cost[state] ?? 0;
    for (let index = usedStart[state] ?? 0, end = usedStart[state + 1] ?? 0; index < end; index++) {
      const step = used[index] ?? 0;
      const given = gives[step] ?? 0;
      // What is as cheap already, as most is, no step from here makes cheaper.
      if ((cost[given] ?? 0) <= own || (certain[step] ?? 0) < least || without?.has(step) === true) continue;
      offer(given, ((needCount[step] ?? 1) > 1 ? sumOf(step) : own) + (prices[step] ?? 0), step);
    }
  }
  return table;
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
