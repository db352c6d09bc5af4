import { Bitset } from './bitset.ts';
import { usable, type Certainty, type Graph } from './graph.ts';

export interface ReachableOptions {
  /** Steps that may not be taken. */
  readonly without?: Bitset;
  /** Only these states are looked at. */
  readonly within?: Bitset;
}

/** Every state that follows from the seeds: linear but for steps of several needs, which are looked at with each of them. */
export function reachable(graph: Graph, seeds: Iterable<number>, certainty: Certainty, { without, within }: ReachableOptions = {}): Bitset {
  const { states, needCount, needsStart, needs, initial, gives, usedStart, used } = graph;
  const reached = new Bitset(states);
  const waiting: number[] = [];
  const arrive = (state: number): void => {
    if (within?.has(state) !== false && reached.add(state)) waiting.push(state);
  };
  const isOpen = (step: number): boolean => usable(graph, step, certainty) && without?.has(step) !== true;
  const hasAll = (step: number): boolean => {
    for (let index = needsStart[step] ?? 0, end = needsStart[step + 1] ?? 0; index < end; index++) if (!reached.has(needs[index] ?? 0)) return false;
    return true;
  };
  for (const seed of seeds) arrive(seed);
  for (const step of initial) if (isOpen(step)) arrive(gives[step] ?? 0);
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (let index = usedStart[state] ?? 0, end = usedStart[state + 1] ?? 0; index < end; index++) {
      const step = used[index] ?? 0;
      const given = gives[step] ?? 0;
      if (!reached.has(given) && isOpen(step) && (needCount[step] === 1 || hasAll(step))) arrive(given);
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
