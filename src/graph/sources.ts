import { Bitset } from './bitset.ts';
import { usable, type Certainty, type Graph } from './graph.ts';
import { reachable, relevant } from './reachable.ts';

/** Which of the seeds reaches the goal by itself, without any of the others. @param without steps that may not be taken */
export function sources(graph: Graph, seeds: readonly number[], goal: number, certainty: Certainty, without?: Bitset): readonly number[] {
  const reached = goalsReached(graph, seeds, [goal], certainty, without ? { without } : {});
  return seeds.filter((_, index) => reached[index] === 1);
}

export interface GoalsOptions {
  /** Steps that may not be taken. */
  readonly without?: Bitset;
  /** What has a part in any proof of one of the goals, where the caller knows it. */
  readonly near?: Bitset;
}

/** So many bits has a number. */
const mostGoals = 31;

/** By seed: a bit for each goal that it reaches by itself, without any other seed; the first goal is the lowest bit. */
export function goalsReached(graph: Graph, seeds: readonly number[], goals: readonly number[], certainty: Certainty, options: GoalsOptions = {}): Int32Array {
  if (goals.length > mostGoals) throw new RangeError(`${goals.length} goals are asked for at once, at most ${mostGoals} can be`);
  const search = new Search(graph, goals, certainty, options);
  return Int32Array.from(seeds, (seed) => search.reachedBy(seed));
}

/**
 * Goes back from the goals over steps that need one state only, which decides nearly all. Who may still reach one by a step that
 * needs several is tried, as far as what follows from it.
 */
class Search {
  readonly #graph: Graph;
  readonly #goals: readonly number[];
  readonly #certainty: Certainty;
  readonly #without: Bitset | undefined;
  /** What follows from nothing. */
  readonly #free: Bitset;
  readonly #near: Bitset;
  /** All goals that are asked, and those that everybody reaches. */
  readonly #all: number;
  #everybody = 0;
  /** By state: the goals that it is known to reach by itself, and those that it is known not to. */
  readonly #known: Int32Array;
  readonly #refused: Int32Array;
  /** States to look at next, each once: one list for all searches. */
  readonly #queue: Int32Array;
  /** By state: the search that last came there, so that no set is made for each. */
  readonly #seen: Int32Array;
  #search = 0;

  constructor(graph: Graph, goals: readonly number[], certainty: Certainty, { without, near = relevant(graph, goals, certainty) }: GoalsOptions) {
    this.#graph = graph;
    this.#goals = goals;
    this.#certainty = certainty;
    this.#without = without;
    this.#free = reachable(graph, [], certainty, without ? { without } : {});
    this.#near = near;
    this.#all = 2 ** goals.length - 1;
    this.#known = new Int32Array(graph.states);
    this.#refused = new Int32Array(graph.states);
    this.#queue = new Int32Array(graph.states);
    this.#seen = new Int32Array(graph.states);
    goals.forEach((goal, index) => {
      if (this.#free.has(goal)) this.#everybody |= 1 << index;
      else this.#goBack(goal, 1 << index, (1 << index) - 1);
    });
  }

  reachedBy(seed: number): number {
    const open = this.#all & ~(this.#everybody | (this.#known[seed] ?? 0) | (this.#refused[seed] ?? 0));
    if (open !== 0 && this.#near.has(seed)) this.#try(seed, open);
    return this.#everybody | (this.#known[seed] ?? 0);
  }

  /**
   * Notes the goals of a state for it and for all that lead to it alone. All that lead to an earlier goal are known: where that
   * one leads here they are taken over as they are. Goals mostly lead to one another, so that one walk does for all.
   * @param earlier goals of which all that lead to them alone are known
   */
  #goBack(from: number, bits: number, earlier: number): void {
    const { givenStart, given } = this.#graph;
    const [known, queue] = [this.#known, this.#queue];
    let [taken, end] = [0, 1];
    queue[0] = from;
    known[from] = (known[from] ?? 0) | bits;
    for (let at = 0; at < end; at++) {
      const state = queue[at] ?? 0;
      if (((known[state] ?? 0) & taken) !== 0) continue;
      for (let index = givenStart[state] ?? 0, last = givenStart[state + 1] ?? 0; index < last; index++) {
        const step = given[index] ?? 0;
        const only = this.#onlyNeed(step);
        if (only < 0 || ((known[only] ?? 0) & bits) === bits || !this.#isOpen(step)) continue;
        known[only] = (known[only] ?? 0) | bits;
        queue[end++] = only;
        const goal = earlier === 0 ? 0 : (1 << this.#goals.indexOf(only)) & earlier;
        if (goal === 0) continue;
        taken |= goal;
        for (let other = 0; other < known.length; other++) if (((known[other] ?? 0) & goal) !== 0) known[other] = (known[other] ?? 0) | bits;
      }
    }
  }

  #isOpen(step: number): boolean {
    return usable(this.#graph, step, this.#certainty) && this.#without?.has(step) !== true;
  }

  /** The one need of a step that not everybody has; -1 where there are more or none. */
  #onlyNeed(step: number): number {
    const { needsStart, needs } = this.#graph;
    const [start, end] = [needsStart[step] ?? 0, needsStart[step + 1] ?? 0];
    // As nearly all steps have; everybody has what follows from what everybody has, and nobody asks who leads there.
    if (end - start === 1) return needs[start] ?? 0;
    let only = -1;
    for (let index = start; index < end; index++) {
      const need = needs[index] ?? 0;
      if (this.#free.has(need)) continue;
      if (only >= 0) return -1;
      only = need;
    }
    return only;
  }

  /** Whether the goals follow from one state: only what follows, and has a part in a proof, is looked at. What it does not reach, nothing that follows from it does. */
  #try(from: number, open: number): void {
    const { usedStart, used, gives } = this.#graph;
    const [known, seen, reached, search] = [this.#known, this.#seen, this.#queue, ++this.#search];
    let [met, end] = [0, 1];
    reached[0] = from;
    seen[from] = search;
    for (let at = 0; at < end && (met & open) !== open; at++) {
      const state = reached[at] ?? 0;
      for (let index = usedStart[state] ?? 0, last = usedStart[state + 1] ?? 0; index < last; index++) {
        const step = used[index] ?? 0;
        const given = gives[step] ?? 0;
        if (seen[given] === search || !this.#near.has(given) || !this.#isOpen(step) || !this.#hasAll(step, search)) continue;
        met |= known[given] ?? 0;
        seen[given] = search;
        reached[end++] = given;
      }
    }
    const missed = open & ~met;
    if (missed !== 0) for (let at = 0; at < end; at++) this.#refused[reached[at] ?? 0] = (this.#refused[reached[at] ?? 0] ?? 0) | missed;
    if ((met & open) !== 0) this.#goBack(from, met & open, 0);
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
