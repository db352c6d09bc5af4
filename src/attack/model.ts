import { jointSteps, needsOf, type Bitset, type Graph } from '../graph/index.ts';
import type { AttackContext } from './context.ts';
import type { Refused } from './refused.ts';
import { techniques } from './registry.ts';
import { anyNodeRoot, isHidden, nodeState, type State } from './states.ts';
import { someNode } from './places.ts';
import { spelledOut } from './spread.ts';
import { isFree, notRunning, StepCollector, type NotRunning } from './step-collector.ts';
import { giftsOf, type Reason, type Step, type Technique } from './technique.ts';

const nobody: Reason = { text: '', evidence: [] };

/** The graph of one cluster, with the names of its states and the reasons of its steps. */
export class AttackModel {
  readonly context: AttackContext;
  readonly graph: Graph;
  readonly names: readonly State[];
  /** By step: 1 where an attacker acts, 0 where it only spells out what was given. */
  readonly unit: Int32Array;
  readonly #ids: ReadonlyMap<State, number>;
  /** By step: its technique, and whether it is free. */
  readonly #kinds: Int32Array;
  readonly #notRunning: NotRunning;
  /** By technique, made again as far as they are asked for: a million reasons that nobody reads would fill the memory. */
  readonly #reasons = new Map<Technique, Retold>();

  private constructor(context: AttackContext, made: StepCollector) {
    this.context = context;
    this.graph = made.builder.freeze();
    this.names = made.names;
    this.#ids = made.ids;
    this.#kinds = made.kinds.frozen();
    this.#notRunning = made.notRunning;
    this.unit = unitsOf(this.graph, this.#kinds, Uint8Array.from(made.names, (name) => (isHidden(name) ? 1 : 0)));
  }

  static of(context: AttackContext): AttackModel {
    const made = new StepCollector(notRunning(context), context.maybe);
    techniques.forEach((technique, index) => {
      made.addAll(technique.steps(context), technique.effort, index);
    });
    made.addAll(structure(context), 1, -1);
    return new AttackModel(context, made);
  }

  #joint: Bitset | undefined;

  /** The steps that need several states. */
  get joint(): Bitset {
    return (this.#joint ??= jointSteps(this.graph));
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
    return techniques[(this.#kinds[step] ?? -1) >> 1];
  }

  isFree(step: number): boolean {
    return isFree(this.#kinds[step]);
  }

  isCertain(step: number): boolean {
    return this.graph.certain[step] === 1;
  }

  reason(step: number): Reason {
    const reason = this.#ownReason(step);
    if (this.#notRunning.size === 0) return reason;
    const gaps = this.#refusedAt(step).flatMap((refused) => refused.gaps);
    return gaps.length === 0 ? reason : { ...reason, gaps: [...new Set([...(reason.gaps ?? []), ...gaps])] };
  }

  #ownReason(step: number): Reason {
    const technique = this.technique(step);
    if (!technique) return nobody;
    let retold = this.#reasons.get(technique);
    if (!retold) this.#reasons.set(technique, (retold = new Retold(technique.steps(this.context))));
    return retold.at(this.graph.tag[step] ?? 0, this.name(this.gives(step))) ?? nobody;
  }

  #refusedAt(step: number): readonly Refused[] {
    return [this.gives(step), ...needsOf(this.graph, step)].flatMap((state) => this.#notRunning.get(this.name(state)) ?? []);
  }

  /** What a step needs by its technique: without what else has to be out of the way where no pod runs. */
  ownNeeds(step: number): readonly State[] {
    const needs = Array.from(needsOf(this.graph, step), (need) => this.name(need));
    if (this.#notRunning.size === 0) return needs;
    const added = new Set(this.#refusedAt(step).flatMap(({ behind }) => behind ?? []));
    return added.size === 0 ? needs : needs.filter((need) => !added.has(need));
  }
}

/** The same steps once more, in the same order, as far as somebody asked. */
class Retold {
  readonly #steps: Iterator<Step>;
  readonly #told: Step[] = [];

  constructor(steps: Iterable<Step>) {
    this.#steps = steps[Symbol.iterator]();
  }

  at(ordinal: number, state: State): Reason | undefined {
    while (this.#told.length <= ordinal) {
      const next = this.#steps.next();
      if (next.done === true) return undefined;
      this.#told.push(next.value);
    }
    const step = this.#told[ordinal];
    return step?.because?.(giftsOf(step).indexOf(state));
  }
}

/** What belongs together whatever anybody does. */
function* structure(context: AttackContext): Generator<Step> {
  const { containers, nodes } = context;
  for (const { state, inside } of containers) yield { needs: [state], gives: inside, free: true };
  for (const { state } of nodes) yield { needs: [state], gives: anyNodeRoot, free: true };
  yield { needs: [nodeState(someNode)], gives: anyNodeRoot, free: true };
  yield* spelledOut(context);
}

/** What starts from hubs alone was begun by the step that led to them. */
function unitsOf({ steps, needsStart, needs }: Graph, kinds: Int32Array, hidden: Uint8Array): Int32Array {
  const units = new Int32Array(steps);
  for (let step = 0; step < steps; step++) {
    if (isFree(kinds[step])) continue;
    for (let index = needsStart[step] ?? 0; index < (needsStart[step + 1] ?? 0); index++) if (hidden[needs[index] ?? 0] === 0) units[step] = 1;
  }
  return units;
}
