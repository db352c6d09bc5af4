import { Bitset } from './bitset.ts';
import { cheapest, proofOf } from './cheapest.ts';
import type { Certainty, Graph } from './graph.ts';
import { Heap } from './heap.ts';
import { relevant } from './reachable.ts';

export interface Proof {
  readonly cost: number;
  /** In an order in which they can be taken. */
  readonly steps: readonly number[];
}

export interface Proofs {
  /** The cheapest first; none contains another. */
  readonly found: readonly Proof[];
  /** At least so many more are there that were not asked for. */
  readonly more: number;
}

interface Candidate extends Proof {
  readonly without: readonly number[];
}

// Sets of steps to leave out grow without end where few proofs share many steps: so much work is done for each proof asked for.
const triesEach = 60;
const mostWork = 3e8;

/**
 * The cheapest proofs that differ: the next one lacks a step of each before it, so the steps of every proof found are left
 * out one at a time, as often as can be afforded. @param limit how many at most
 * @param avoided steps that no proof may take
 */
export function proofs(graph: Graph, seeds: readonly number[], goal: number, certainty: Certainty, limit: number, avoided: readonly number[] = []): Proofs {
  const within = relevant(graph, [goal], certainty);
  const found: Proof[] = [];
  const candidates: Candidate[] = [];
  const heap = new Heap();
  const tried = new Set<string>();
  const shown = new Set<string>();
  const waiting = new Map<string, number>();
  const most = Math.max(4 * limit, Math.min(triesEach * limit, Math.floor(mostWork / Math.max(1, graph.steps))));
  const add = (without: readonly number[]): void => {
    const key = without.join();
    if (tried.has(key) || tried.size >= most) return;
    tried.add(key);
    const costs = cheapest(graph, seeds, certainty, { without: Bitset.of(graph.steps, [...avoided, ...without]), within, until: [goal] });
    const steps = proofOf(graph, costs, goal);
    if (!steps) return;
    const proof = keyOf(steps);
    waiting.set(proof, (waiting.get(proof) ?? 0) + 1);
    heap.push(costs.cost[goal] ?? 0, candidates.push({ cost: costs.cost[goal] ?? 0, steps, without }) - 1);
  };
  add([]);
  while (found.length < limit) {
    const next = candidates[heap.pop() ?? -1];
    if (!next) break;
    const key = keyOf(next.steps);
    waiting.delete(key);
    if (!shown.has(key)) {
      shown.add(key);
      found.push({ cost: next.cost, steps: next.steps });
    }
    // The last one's successors only tell how many more there are.
    for (const step of next.steps) add([...next.without, step].toSorted((a, b) => a - b));
  }
  return { found, more: [...waiting.keys()].filter((key) => !shown.has(key)).length };
}

function keyOf(steps: readonly number[]): string {
  return steps.toSorted((a, b) => a - b).join();
}
