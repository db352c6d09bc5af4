import { Bitset } from './bitset.ts';
import { usable, type Certainty, type Graph } from './graph.ts';
import { reachable, relevant } from './reachable.ts';

/**
 * Which of the seeds reaches the goal by itself. Going back from the goal decides all that need no second state. Of the others,
 * which only come near it through a step with several needs, halves that do not reach it together hold none that does.
 */
export function sources(graph: Graph, seeds: readonly number[], goal: number, certainty: Certainty): readonly number[] {
  const near = relevant(graph, [goal], certainty);
  const free = reachable(graph, [], certainty);
  if (free.has(goal)) return seeds;
  const alone = backAlone(graph, goal, certainty, free);
  const others = seeds.filter((seed) => !alone.has(seed) && near.has(seed));
  const found = new Set(single(others, (some) => reachable(graph, some, certainty).has(goal)));
  return seeds.filter((seed) => alone.has(seed) || found.has(seed));
}

function single(seeds: readonly number[], reach: (some: readonly number[]) => boolean): readonly number[] {
  if (seeds.length === 0 || !reach(seeds)) return [];
  if (seeds.length === 1) return seeds;
  const middle = seeds.length >> 1;
  return [...single(seeds.slice(0, middle), reach), ...single(seeds.slice(middle), reach)];
}

/** The states that lead to the goal by steps whose other needs anybody has. */
function backAlone(graph: Graph, goal: number, certainty: Certainty, free: Bitset): Bitset {
  const { states, needsStart, needs, givenStart, given } = graph;
  const found = Bitset.of(states, [goal]);
  const waiting = [goal];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (let index = givenStart[state] ?? 0; index < (givenStart[state + 1] ?? 0); index++) {
      const step = given[index] ?? 0;
      if (!usable(graph, step, certainty)) continue;
      const open = Array.from(needs.subarray(needsStart[step], needsStart[step + 1])).filter((need) => !free.has(need));
      const [only] = open;
      if (open.length === 1 && only !== undefined && found.add(only)) waiting.push(only);
    }
  }
  return found;
}
