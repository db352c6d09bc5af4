import { Bitset } from './bitset.ts';
import { usable, type Certainty, type Graph } from './graph.ts';
import { reachable } from './reachable.ts';

/** Which of the seeds reaches the goal by itself, without any of the others. */
export function sources(graph: Graph, seeds: readonly number[], goal: number, certainty: Certainty): readonly number[] {
  const search = new Search(graph, goal, certainty);
  return search.everybody ? seeds : seeds.filter((seed) => search.alone.has(seed));
}

/**
 * Goes back from the goal over steps that need one state only. A step that needs several is taken by whoever reaches all of
 * them: those are looked for where the ways back from its needs meet, the nearest first, and tried.
 */
class Search {
  /** States that reach the goal by themselves. */
  readonly alone: Bitset;
  readonly everybody: boolean;
  readonly #graph: Graph;
  readonly #certainty: Certainty;
  /** What follows from nothing. */
  readonly #free: Bitset;
  readonly #cones = new Map<number, ReadonlySet<number>>();

  constructor(graph: Graph, goal: number, certainty: Certainty) {
    this.#graph = graph;
    this.#certainty = certainty;
    this.#free = reachable(graph, [], certainty);
    this.alone = new Bitset(graph.states);
    this.everybody = this.#free.has(goal);
    if (this.everybody) return;
    this.#add(goal);
    const joint = this.#jointSteps();
    for (let before = -1; before !== this.alone.count; ) {
      before = this.alone.count;
      for (const step of joint) this.#try(step);
    }
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

  /** The one need of a step that not everybody has; -1 where there are more, -2 where it cannot be taken. */
  #onlyNeed(step: number): number {
    const { needsStart, needs } = this.#graph;
    if (!usable(this.#graph, step, this.#certainty)) return -2;
    let only = -2;
    for (let index = needsStart[step] ?? 0; index < (needsStart[step + 1] ?? 0); index++) {
      const need = needs[index] ?? 0;
      if (this.#free.has(need)) continue;
      if (only >= 0) return -1;
      only = need;
    }
    return only;
  }

  #jointSteps(): readonly number[] {
    const found: number[] = [];
    const { needsStart } = this.#graph;
    for (let step = 0; step < this.#graph.steps; step++) if ((needsStart[step + 1] ?? 0) - (needsStart[step] ?? 0) > 1 && this.#onlyNeed(step) === -1) found.push(step);
    return found;
  }

  #try(step: number): void {
    const gives = this.#graph.gives[step] ?? 0;
    const needs = Array.from(this.#graph.needs.subarray(this.#graph.needsStart[step], this.#graph.needsStart[step + 1])).filter((need) => !this.#free.has(need));
    // Whoever has a need that reaches the goal anyway is counted already.
    if (!this.alone.has(gives) || needs.some((need) => this.alone.has(need))) return;
    const [first, ...others] = needs.map((need) => this.#cone(need)).toSorted((a, b) => a.size - b.size);
    for (const state of first ?? []) {
      if (!this.alone.has(state) && others.every((cone) => cone.has(state)) && this.#leads(state, gives)) this.#add(state);
    }
  }

  /** Everything from which the state could follow, without passing what reaches the goal: the nearest first. */
  #cone(state: number): ReadonlySet<number> {
    const known = this.#cones.get(state);
    if (known) return known;
    const { givenStart, given, needsStart, needs } = this.#graph;
    const cone = new Set([state]);
    for (const next of cone) {
      for (let index = givenStart[next] ?? 0; index < (givenStart[next + 1] ?? 0); index++) {
        const step = given[index] ?? 0;
        if (!usable(this.#graph, step, this.#certainty)) continue;
        for (let at = needsStart[step] ?? 0; at < (needsStart[step + 1] ?? 0); at++) if (!this.alone.has(needs[at] ?? 0)) cone.add(needs[at] ?? 0);
      }
    }
    this.#cones.set(state, cone);
    return cone;
  }

  /** Whether one state follows from another: only what follows is looked at. */
  #leads(from: number, to: number): boolean {
    const { usedStart, used, needsStart, needs, gives } = this.#graph;
    const reached = new Set([from]);
    for (const state of reached) {
      for (let index = usedStart[state] ?? 0; index < (usedStart[state + 1] ?? 0); index++) {
        const step = used[index] ?? 0;
        if (reached.has(gives[step] ?? 0) || !usable(this.#graph, step, this.#certainty)) continue;
        let all = true;
        for (let at = needsStart[step] ?? 0; all && at < (needsStart[step + 1] ?? 0); at++) all = reached.has(needs[at] ?? 0) || this.#free.has(needs[at] ?? 0);
        if (all) reached.add(gives[step] ?? 0);
        if (reached.has(to)) return true;
      }
    }
    return reached.has(to);
  }
}
