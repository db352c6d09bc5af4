import { reduce } from './hitting-reduce.ts';

/** Sets of elements, each of which must lose at least one. */
export interface HittingProblem {
  readonly sets: readonly (readonly number[])[];
  /** By element, above zero; an element without a price cannot be chosen. */
  readonly cost: ReadonlyMap<number, number>;
}

export interface HittingSet {
  readonly chosen: readonly number[];
  readonly cost: number;
  /** No choice costs less. Equal to the cost where the choice is proved to be the best. */
  readonly lowerBound: number;
  readonly optimal: boolean;
}

/**
 * The cheapest choice that hits every set: what is plain is decided, what is apart is searched apart, the rest by branch and
 * bound; undefined where a set has nothing that can be chosen.
 * @param late says when to stop looking for a better one: the gap to the lower bound is what may be lost
 */
export function cheapestHittingSet({ sets, cost }: HittingProblem, late: () => boolean = () => false): HittingSet | undefined {
  const choices = sets.map((set) => [...new Set(set)].filter((element) => cost.has(element)).toSorted((a, b) => a - b));
  if (choices.some((set) => set.length === 0)) return undefined;
  const { forced, parts } = reduce(choices, cost);
  const chosen = [...forced];
  let lowerBound = sum(forced, cost);
  for (const part of parts.toSorted((a, b) => a.length - b.length)) {
    const search = new Search(part, cost, late);
    const found = search.run();
    const total = sum(found, cost);
    lowerBound += search.stopped ? Math.min(total, packingBound(part, cost)) : total;
    chosen.push(...found);
  }
  const total = sum(chosen, cost);
  return { chosen: chosen.toSorted((a, b) => a - b), cost: total, lowerBound, optimal: lowerBound === total };
}

class Search {
  stopped = false;
  readonly #cost: ReadonlyMap<number, number>;
  readonly #late: () => boolean;
  readonly #sets: readonly (readonly number[])[];
  #best: readonly number[];
  #bestCost: number;

  constructor(sets: readonly (readonly number[])[], cost: ReadonlyMap<number, number>, late: () => boolean) {
    this.#sets = sets;
    this.#cost = cost;
    this.#late = late;
    this.#best = greedy(sets, cost);
    this.#bestCost = sum(this.#best, cost);
  }

  run(): readonly number[] {
    this.#branch(this.#sets, [], 0);
    return this.#best;
  }

  #branch(sets: readonly (readonly number[])[], chosen: readonly number[], spent: number): void {
    if (spent + packingBound(sets, this.#cost) >= this.#bestCost) return;
    if (this.#late()) {
      this.stopped = true;
      return;
    }
    // The smallest set leaves the fewest branches.
    const [set] = sets.toSorted((a, b) => a.length - b.length);
    if (!set) {
      [this.#best, this.#bestCost] = [chosen, spent];
      return;
    }
    const hits = (element: number): number => sets.reduce((count, each) => count + Number(each.includes(element)), 0);
    const order = set.toSorted((a, b) => hits(b) / price(b, this.#cost) - hits(a) / price(a, this.#cost));
    order.forEach((element, index) => {
      // What an earlier branch chose is not chosen here: no choice is looked at twice.
      const refused = new Set(order.slice(0, index));
      const left = sets.filter((each) => !each.includes(element)).map((each) => (refused.size === 0 ? each : each.filter((other) => !refused.has(other))));
      if (left.every((each) => each.length > 0)) this.#branch(left, [...chosen, element], spent + price(element, this.#cost));
    });
  }
}

/** Raises a weight on each set as far as its elements' prices allow: the sum of the weights is never above the best choice. */
function packingBound(sets: readonly (readonly number[])[], cost: ReadonlyMap<number, number>): number {
  const left = new Map<number, number>();
  let bound = 0;
  for (const set of sets.toSorted((a, b) => a.length - b.length)) {
    const weight = Math.min(...set.map((element) => left.get(element) ?? price(element, cost)));
    if (weight <= 0) continue;
    bound += weight;
    for (const element of set) left.set(element, (left.get(element) ?? price(element, cost)) - weight);
  }
  return bound;
}

function greedy(sets: readonly (readonly number[])[], cost: ReadonlyMap<number, number>): readonly number[] {
  const chosen: number[] = [];
  for (let left = sets; left.length > 0; ) {
    const hits = new Map<number, number>();
    for (const element of left.flat()) hits.set(element, (hits.get(element) ?? 0) + 1);
    const [best] = [...hits].toSorted(([a, x], [b, y]) => y / price(b, cost) - x / price(a, cost) || a - b);
    if (!best) break;
    chosen.push(best[0]);
    left = left.filter((set) => !set.includes(best[0]));
  }
  return chosen;
}

function price(element: number, cost: ReadonlyMap<number, number>): number {
  return cost.get(element) ?? Infinity;
}

function sum(elements: readonly number[], cost: ReadonlyMap<number, number>): number {
  return elements.reduce((total, element) => total + price(element, cost), 0);
}
