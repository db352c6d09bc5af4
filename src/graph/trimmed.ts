import { Bitset } from './bitset.ts';
import { frozen, usable, type Graph } from './graph.ts';
import { Numbers } from './numbers.ts';
import { relevant } from './reachable.ts';

/** A part of a graph: the same states, fewer steps. */
export interface Trimmed {
  readonly graph: Graph;
  /** By step: the step of the whole graph that it is. */
  readonly original: Int32Array;
}

/** Only the steps that have a part in a proof of one of the goals, in their order: most of a large graph has none. */
export function trimmed(whole: Graph, goals: Iterable<number>): Trimmed {
  const near = relevant(whole, goals, 'possible');
  const original = new Numbers();
  const [needsStart, needs] = [new Numbers(), new Numbers()];
  for (let step = 0; step < whole.steps; step++) {
    if (!near.has(whole.gives[step] ?? 0) || !usable(whole, step, 'possible')) continue;
    original.push(step);
    needsStart.push(needs.length);
    for (let index = whole.needsStart[step] ?? 0, end = whole.needsStart[step + 1] ?? 0; index < end; index++) needs.push(whole.needs[index] ?? 0);
  }
  needsStart.push(needs.length);
  const kept = original.frozen();
  const of = (values: Int32Array): Int32Array => kept.map((step) => values[step] ?? 0);
  return { graph: frozen({ states: whole.states, needsStart: needsStart.frozen(), needs: needs.frozen(), gives: of(whole.gives), cost: of(whole.cost), certain: of(whole.certain), tag: of(whole.tag) }), original: kept };
}

/** The steps that need several states. */
export function jointSteps({ steps, needCount }: Graph): Bitset {
  const joint = new Bitset(steps);
  for (let step = 0; step < steps; step++) if ((needCount[step] ?? 0) > 1) joint.add(step);
  return joint;
}
