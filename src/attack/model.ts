import { Bitset, GraphBuilder, type Graph } from '../graph/index.ts';
import type { AttackContext } from './context.ts';
import { techniques } from './registry.ts';
import { anyNodeRoot, isHidden, nodeState, type State } from './states.ts';
import { someNode } from './places.ts';
import type { Reason, Step, Technique } from './technique.ts';

// Two states and a bit fit into a number.
const mostStates = 2 ** 26;

const nobody: Reason = { text: '', evidence: [] };

/** The graph of one cluster, with the names of its states and the reasons of its steps. */
export class AttackModel {
  readonly context: AttackContext;
  readonly graph: Graph;
  readonly names: readonly State[];
  /** By step: 1 where an attacker acts, 0 where it only spells out what was given. */
  readonly unit: Int32Array;
  readonly #ids: ReadonlyMap<State, number>;
  readonly #techniques: Int16Array;
  readonly #reasons: readonly (Step['because'] | undefined)[];
  readonly #free: Uint8Array;

  private constructor(context: AttackContext, made: Collector) {
    this.context = context;
    this.graph = made.builder.freeze();
    this.names = made.names;
    this.#ids = made.ids;
    this.#techniques = Int16Array.from(made.techniques);
    this.#free = Uint8Array.from(made.free);
    this.#reasons = made.reasons;
    this.unit = unitsOf(this.graph, this.#free, Uint8Array.from(made.names, (name) => (isHidden(name) ? 1 : 0)));
  }

  static of(context: AttackContext): AttackModel {
    const made = new Collector();
    techniques.forEach((technique, index) => {
      for (const step of technique.steps(context)) made.add(step, technique.effort, index);
    });
    for (const step of structure(context)) made.add(step, 1, -1);
    return new AttackModel(context, made);
  }

  #joint: Bitset | undefined;

  /** The steps that need several states. */
  get joint(): Bitset {
    const { steps, needsStart } = this.graph;
    return (this.#joint ??= Bitset.of(steps, Array.from({ length: steps }, (_, step) => step).filter((step) => (needsStart[step + 1] ?? 0) - (needsStart[step] ?? 0) > 1)));
  }

  id(state: State): number | undefined {
    return this.#ids.get(state);
  }

  name(state: number): State {
    return this.names[state] ?? '';
  }

  gives(step: number): number {
    return this.graph.gives[step] ?? 0;
  }

  /** Undefined for steps that only say what belongs together. */
  technique(step: number): Technique | undefined {
    return techniques[this.#techniques[step] ?? -1];
  }

  isFree(step: number): boolean {
    return this.#free[step] === 1;
  }

  isCertain(step: number): boolean {
    return this.graph.certain[step] === 1;
  }

  reason(step: number): Reason {
    return this.#reasons[step]?.() ?? nobody;
  }
}

/** What belongs together whatever anybody does. */
function* structure({ containers, nodes }: AttackContext): Generator<Step> {
  for (const { state, inside } of containers) yield { needs: [state], gives: inside, free: true };
  for (const { state } of nodes) yield { needs: [state], gives: anyNodeRoot, free: true };
  yield { needs: [nodeState(someNode)], gives: anyNodeRoot, free: true };
}

class Collector {
  readonly builder = new GraphBuilder();
  readonly names: State[] = [];
  readonly ids = new Map<State, number>();
  readonly techniques: number[] = [];
  readonly free: number[] = [];
  readonly reasons: (Step['because'] | undefined)[] = [];

  /** By need and gift, of one technique: the same step by another verb or another port is no other step. */
  #once = new Set<number>();
  #technique = -2;

  add({ needs, gives, certain = true, free, because }: Step, effort: number, technique: number): void {
    const [ids, to] = [needs.map((need) => this.#id(need)), this.#id(gives)];
    if (!free && this.#isKnown(ids, to, certain, technique)) return;
    const cost = free ? 0 : effort;
    if (this.builder.step(ids, to, { cost, certain, tag: this.reasons.length }) < 0) return;
    this.techniques.push(technique);
    this.free.push(free ? 1 : 0);
    this.reasons.push(because);
  }

  #isKnown([need, ...others]: readonly number[], gives: number, certain: boolean, technique: number): boolean {
    if (technique !== this.#technique) this.#once = new Set();
    this.#technique = technique;
    if (need === undefined || others.length > 0) return false;
    const key = (need * mostStates + gives) * 2;
    if (this.#once.has(key + 1) || (!certain && this.#once.has(key))) return true;
    this.#once.add(certain ? key + 1 : key);
    return false;
  }

  #id(state: State): number {
    let id = this.ids.get(state);
    if (id === undefined) {
      id = this.builder.state();
      this.ids.set(state, id);
      this.names.push(state);
    }
    return id;
  }
}

/** What starts from hubs alone was begun by the step that led to them. */
function unitsOf({ steps, needsStart, needs }: Graph, free: Uint8Array, hidden: Uint8Array): Int32Array {
  const units = new Int32Array(steps);
  for (let step = 0; step < steps; step++) {
    if (free[step] === 1) continue;
    for (let index = needsStart[step] ?? 0; index < (needsStart[step + 1] ?? 0); index++) if (hidden[needs[index] ?? 0] === 0) units[step] = 1;
  }
  return units;
}
