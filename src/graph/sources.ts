import { Bitset } from './bitset.ts';
import { usable, type Certainty, type Graph } from './graph.ts';
import { reachable, relevant } from './reachable.ts';

/** Which of the seeds reaches the goal by itself, without any of the others. @param without steps that may not be taken */
export function sources(graph: Graph, seeds: readonly number[], goal: number, certainty: Certainty, without?: Bitset): readonly number[] {
  const search = new Search(graph, goal, certainty, without);
  return search.everybody ? seeds : seeds.filter((seed) => search.reachesAlone(seed));
}

/**
 * Goes back from the goal over steps that need one state only, which decides nearly all. Who may still reach it by a step that
 * needs several is tried, as far as what follows from it.
 */
class Search {
  /** States known to reach the goal by themselves. */
  readonly alone: Bitset;
  readonly everybody: boolean;
  readonly #graph: Graph;
  readonly #certainty: Certainty;
  readonly #without: Bitset | undefined;
  /** What follows from nothing. */
  readonly #free: Bitset;
  /** What has a part in any proof. */
  readonly #near: Bitset;
  /** States that were tried and do not reach the goal by themselves, nor does what follows from them. */
  readonly #failed: Bitset;

  constructor(graph: Graph, goal: number, certainty: Certainty, without: Bitset | undefined) {
    this.#graph = graph;
    this.#certainty = certainty;
    this.#without = without;
    this.#free = reachable(graph, [], certainty, without);
    this.#near = relevant(graph, [goal], certainty);
    this.alone = new Bitset(graph.states);
    this.#failed = new Bitset(graph.states);
    this.#seen = new Int32Array(graph.states);
    this.everybody = this.#free.has(goal);
    if (this.everybody) return;
    this.#add(goal);
  }

  /** A state, and all that lead to it alone. */
  #add(state: number): void {
    const { givenStart, given } = this.#graph;
    if (!this.alone.add(state)) return;
    const waiting = [state];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (let index = givenStart[next] ?? 0; index < (givenStart[next + 1] ?? 0); index++) {
        const only = this.#onlyNeed(given[index] ?? 0);
        if (only >= 0 && this.alone.add(only)) waiting.push(only);
      }
    }
  }

  #isOpen(step: number): boolean {
    return usable(this.#graph, step, this.#certainty) && this.#without?.has(step) !== true;
  }

  /** The one need of a step that not everybody has; -1 where there are more, -2 where it cannot be taken. */
  #onlyNeed(step: number): number {
    const { needsStart, needs } = this.#graph;
    if (!this.#isOpen(step)) return -2;
    let only = -2;
    for (let index = needsStart[step] ?? 0; index < (needsStart[step + 1] ?? 0); index++) {
      const need = needs[index] ?? 0;
      if (this.#free.has(need)) continue;
      if (only >= 0) return -1;
      only = need;
    }
    return only;
  }

  /** Whether the goal follows from this state without any other. What fails says so of all that follows from it. */
  reachesAlone(state: number): boolean {
    if (this.alone.has(state)) return true;
    if (!this.#near.has(state) || this.#failed.has(state) || !this.#leads(state)) return false;
    this.#add(state);
    return true;
  }

  /** By state: the search that last came there, so that no set is made for each. */
  readonly #seen: Int32Array;
  #search = 0;

  /** Whether the goal follows from one state: only what follows, and has a part in a proof, is looked at. */
  #leads(from: number): boolean {
    const { usedStart, used, gives } = this.#graph;
    const search = ++this.#search;
    const reached = [from];
    this.#seen[from] = search;
    for (let next = 0; next < reached.length; next++) {
      const state = reached[next] ?? 0;
      for (let index = usedStart[state] ?? 0, end = usedStart[state + 1] ?? 0; index < end; index++) {
        const step = used[index] ?? 0;
        const given = gives[step] ?? 0;
        if (this.#seen[given] === search || !this.#near.has(given) || !this.#isOpen(step) || !this.#hasAll(step, search)) continue;
        if (this.alone.has(given)) return true;
        this.#seen[given] = search;
        reached.push(given);
      }
    }
    for (const state of reached) this.#failed.add(state);
    return false;
  }

  #hasAll(step: number, search: number): boolean {
    const { needsStart, needs } = this.#graph;
    for (let index = needsStart[step] ?? 0, end = needsStart[step + 1] ?? 0; index < end; index++) {
      const need = needs[index] ?? 0;
      if (this.#seen[need] !== search && !this.#free.has(need)) return false;
    }
    return true;
  }
}
