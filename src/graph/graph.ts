import { Bitset } from './bitset.ts';
import { Numbers } from './numbers.ts';

/** `certain`: only steps that are sure; `possible`: those that rest on something not known as well. */
export type Certainty = 'certain' | 'possible';

export interface StepOptions {
  /** Not negative, a whole number. */
  readonly cost: number;
  readonly certain: boolean;
  /** What the caller knows the step by. */
  readonly tag: number;
}

/**
 * Monotone Horn clauses: a step gives one state once all the states it needs are there, never takes one away. All lists lie
 * in flat arrays; `xStart[i]` to `xStart[i + 1]` is the part of `i`.
 */
export interface Graph {
  readonly states: number;
  readonly steps: number;
  readonly needsStart: Int32Array;
  readonly needs: Int32Array;
  /** By step: how many states it needs. */
  readonly needCount: Int32Array;
  /** The steps that need nothing. */
  readonly initial: readonly number[];
  readonly gives: Int32Array;
  readonly cost: Int32Array;
  /** 1 where the step is certain, 0 where it is not, -1 where it is left out of what is asked. */
  readonly certain: Int8Array;
  readonly tag: Int32Array;
  /** By state: the steps that need it. */
  readonly usedStart: Int32Array;
  readonly used: Int32Array;
  /** By state: the steps that give it. */
  readonly givenStart: Int32Array;
  readonly given: Int32Array;
}

/** Collects states and steps. */
export class GraphBuilder {
  states = 0;
  readonly #needsStart = new Numbers();
  readonly #needs = new Numbers();
  readonly #gives = new Numbers();
  readonly #cost = new Numbers();
  readonly #certain = new Numbers();
  readonly #tag = new Numbers();

  /** A new state. */
  state(): number {
    return this.states++;
  }

  /** A new step; without needs it can always be taken. One that needs what it gives is of no use to anybody, and left out: -1. */
  step(needs: readonly number[], gives: number, { cost, certain, tag }: StepOptions): number {
    if (needs.includes(gives)) return -1;
    const step = this.#gives.length;
    this.#needsStart.push(this.#needs.length);
    if (needs.length < 2) for (const need of needs) this.#needs.push(need);
    else for (const need of new Set(needs)) this.#needs.push(need);
    this.#gives.push(gives);
    this.#cost.push(cost);
    this.#certain.push(certain ? 1 : 0);
    this.#tag.push(tag);
    return step;
  }

  freeze(): Graph {
    this.#needsStart.push(this.#needs.length);
    return frozen({
      states: this.states, needsStart: this.#needsStart.frozen(), needs: this.#needs.frozen(), gives: this.#gives.frozen(),
      cost: this.#cost.frozen(), certain: new Int8Array(this.#certain.frozen()), tag: this.#tag.frozen(),
    });
  }
}

/** What a graph is, without what follows from it. */
type Clauses = Pick<Graph, 'states' | 'needsStart' | 'needs' | 'gives' | 'cost' | 'certain' | 'tag'>;

/** A graph with its indexes. */
function frozen(clauses: Clauses): Graph {
  const { states, needsStart, needs, gives } = clauses;
  const steps = gives.length;
  const needCount = new Int32Array(steps);
  const initial: number[] = [];
  for (let step = 0; step < steps; step++) {
    const count = (needsStart[step + 1] ?? 0) - (needsStart[step] ?? 0);
    needCount[step] = count;
    if (count === 0) initial.push(step);
  }
  const [usedStart, givenStart] = [endsOf(states, needs), endsOf(states, gives)];
  const [used, given] = [new Int32Array(needs.length), new Int32Array(steps)];
  // Each list is filled from its end, so that its end becomes its start and no list of where to go on is kept beside.
  for (let step = steps - 1; step >= 0; step--) {
    given[(givenStart[gives[step] ?? 0] = (givenStart[gives[step] ?? 0] ?? 0) - 1)] = step;
    for (let index = needsStart[step] ?? 0, end = needsStart[step + 1] ?? 0; index < end; index++) {
      used[(usedStart[needs[index] ?? 0] = (usedStart[needs[index] ?? 0] ?? 0) - 1)] = step;
    }
  }
  return { ...clauses, steps, needCount, initial, usedStart, used, givenStart, given };
}

/** Where the list of each key ends if those of all keys lie one after the other. */
function endsOf(keys: number, keyOf: Int32Array): Int32Array {
  const ends = new Int32Array(keys + 1);
  for (let index = 0; index < keyOf.length; index++) ends[keyOf[index] ?? 0] = (ends[keyOf[index] ?? 0] ?? 0) + 1;
  for (let key = 1; key <= keys; key++) ends[key] = (ends[key] ?? 0) + (ends[key - 1] ?? 0);
  return ends;
}

/** The states that a step needs. */
export function needsOf(graph: Graph, step: number): readonly number[] {
  return Array.from(graph.needs.subarray(graph.needsStart[step], graph.needsStart[step + 1]));
}

/** The steps that may be taken at that certainty. */
export function usable(graph: Graph, step: number, certainty: Certainty): boolean {
  const certain = graph.certain[step] ?? 0;
  return certain === 1 || (certainty === 'possible' && certain === 0);
}

/** The steps that need several states. */
export function jointSteps({ steps, needCount }: Graph): Bitset {
  const joint = new Bitset(steps);
  for (let step = 0; step < steps; step++) if ((needCount[step] ?? 0) > 1) joint.add(step);
  return joint;
}
