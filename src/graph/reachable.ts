import { Bitset } from './bitset.ts';
import { usable, type Certainty, type Graph } from './graph.ts';

/** Every state that follows from the seeds: linear, by counting what steps of several needs still lack. @param without steps that may not be taken */
export function reachable(graph: Graph, seeds: Iterable<number>, certainty: Certainty, without?: Bitset): Bitset {
  const { states, needCount, initial, gives, usedStart, used } = graph;
  const reached = new Bitset(states);
  const missing = new Map<number, number>();
  const waiting: number[] = [];
  const arrive = (state: number): void => {
    if (reached.add(state)) waiting.push(state);
  };
  const take = (step: number): void => {
    if (usable(graph, step, certainty) && without?.has(step) !== true) arrive(gives[step] ?? 0);
  };
  for (const seed of seeds) arrive(seed);
  for (const step of initial) take(step);
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (let index = usedStart[state] ?? 0, end = usedStart[state + 1] ?? 0; index < end; index++) {
      const step = used[index] ?? 0;
      const needs = needCount[step] ?? 1;
      if (needs > 1) {
        const left = (missing.get(step) ?? needs) - 1;
        missing.set(step, left);
        if (left > 0) continue;
      }
      take(step);
    }
  }
  return reached;
}

/** Every state from which a goal could follow if all other needs were met: what has no part in any proof is not among them. */
export function relevant(graph: Graph, goals: Iterable<number>, certainty: Certainty): Bitset {
  const { states, needsStart, needs, givenStart, given } = graph;
  const found = new Bitset(states);
  const waiting: number[] = [];
  for (const goal of goals) if (found.add(goal)) waiting.push(goal);
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (let index = givenStart[state] ?? 0; index < (givenStart[state + 1] ?? 0); index++) {
      const step = given[index] ?? 0;
      if (!usable(graph, step, certainty)) continue;
      for (let at = needsStart[step] ?? 0; at < (needsStart[step + 1] ?? 0); at++) {
        const need = needs[at] ?? 0;
        if (found.add(need)) waiting.push(need);
      }
    }
  }
  return found;
}
