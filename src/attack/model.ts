import { GraphBuilder, jointSteps, needsOf, Numbers, Pairs, type Bitset, type Graph, type StepOptions } from '../graph/index.ts';
import type { AttackContext, Maybe } from './context.ts';
import type { Refused } from './refused.ts';
import { techniques } from './registry.ts';
import { anyNodeRoot, isHidden, nodeState, type State } from './states.ts';
import { someNode } from './places.ts';
import { spelledOut } from './spread.ts';
import { giftsOf, type Reason, type Step, type Technique } from './technique.ts';

// Shorter lists are looked up faster than they are found again.
const worthKeeping = 8;

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

  private constructor(context: AttackContext, made: Collector) {
    this.context = context;
    this.graph = made.builder.freeze();
    this.names = made.names;
    this.#ids = made.ids;
    this.#kinds = made.kinds.frozen();
    this.#notRunning = made.notRunning;
    this.unit = unitsOf(this.graph, this.#kinds, Uint8Array.from(made.names, (name) => (isHidden(name) ? 1 : 0)));
  }

  static of(context: AttackContext): AttackModel {
    const made = new Collector(notRunning(context), context.maybe);
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

type NotRunning = ReadonlyMap<State, Refused>;

/** The containers of which admission refuses the pods, or may: whatever leads there or from there needs it out of the way. */
function notRunning({ containers, refused }: AttackContext): NotRunning {
  const found = new Map<State, Refused>();
  if (refused.size === 0) return found;
  for (const { workload, state, inside } of containers) {
    const by = refused.get(workload);
    if (by) found.set(state, by).set(inside, by);
  }
  return found;
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

function isFree(kind = 0): boolean {
  return (kind & 1) === 1;
}

class Collector {
  readonly notRunning: NotRunning;
  readonly #refused = new Map<number, Refused>();
  readonly builder = new GraphBuilder();
  readonly #maybe: Maybe | undefined;
  readonly names: State[] = [];
  readonly ids = new Map<State, number>();
  /** By step: twice the number of its technique, and one more where it is free. */
  readonly kinds = new Numbers();

  /** By need and gift, of one technique: the same step by another verb or another port is no other step. */
  #once = new Pairs();

  /** Of the step that is added: one list for all of a million. */
  readonly #needed: number[] = [];

  constructor(notRunning: NotRunning, maybe: Maybe | undefined) {
    this.notRunning = notRunning;
    this.#maybe = maybe;
  }

  addAll(steps: Iterable<Step>, effort: number, technique: number): void {
    this.#once = new Pairs();
    let ordinal = 0;
    for (const step of steps) this.#add(step, effort, technique, ordinal++);
  }

  #add({ needs, gives, certain = true, free }: Step, effort: number, technique: number, tag: number): void {
    const ids = this.#needed;
    ids.length = 0;
    for (const need of needs) ids.push(this.#need(need));
    const options = { cost: free ? 0 : effort, certain, tag };
    const kind = technique * 2 + (free ? 1 : 0);
    if (this.#maybe && !needs.includes(this.#maybe.from)) return this.#withoutMaybe(ids, giftsOf({ gives }), kind, options, this.#maybe.to);
    if (typeof gives === 'string') this.#step(ids, this.#id(gives), kind, options);
    else for (const to of this.#idsOf(gives)) this.#step(ids, to, kind, options);
  }

  /** Nobody takes its name. */
  #withoutMaybe(ids: readonly number[], gives: readonly State[], kind: number, options: StepOptions, to: State): void {
    for (const each of gives) if (each !== to) this.#step(ids, this.#id(each), kind, options);
  }

  #step(needs: readonly number[], to: number, kind: number, options: StepOptions): void {
    if (this.#refused.size === 0) return this.#keep(needs, to, kind, options);
    const by = new Set([to, ...needs].flatMap((id) => this.#refused.get(id) ?? []));
    if (by.size === 0) return this.#keep(needs, to, kind, options);
    const behind = new Set(needs);
    let certain = options.certain === true;
    for (const refused of by) {
      if (refused.behind === undefined) return;
      for (const state of refused.behind) behind.add(this.#id(state));
      if (refused.gaps.length > 0 || !refused.sure) certain = false;
    }
    this.#keep([...behind], to, kind, { ...options, certain });
  }

  #keep(needs: readonly number[], to: number, kind: number, options: StepOptions): void {
    if (!isFree(kind) && this.#isKnown(needs, to, options.certain)) return;
    if (this.builder.step(needs, to, options) >= 0) this.kinds.push(kind);
  }

  #isKnown(needs: readonly number[], gives: number, certain: boolean): boolean {
    const [need] = needs;
    if (need === undefined || needs.length > 1) return false;
    return this.#once.has(need, gives, certain);
  }

  #lastNeed: State = '';
  #lastId = -1;

  /** Steps from one state mostly come one after the other. */
  #need(state: State): number {
    if (state !== this.#lastNeed || this.#lastId < 0) {
      this.#lastNeed = state;
      this.#lastId = this.#id(state);
    }
    return this.#lastId;
  }

  readonly #lists = new Map<readonly State[], Int32Array>();

  #idsOf(states: readonly State[]): Int32Array {
    let ids = this.#lists.get(states);
    if (ids) return ids;
    ids = new Int32Array(states.length);
    for (const [index, state] of states.entries()) ids[index] = this.#id(state);
    if (states.length >= worthKeeping) this.#lists.set(states, ids);
    return ids;
  }

  #id(state: State): number {
    let id = this.ids.get(state);
    if (id === undefined) {
      id = this.builder.state();
      this.ids.set(state, id);
      const refused = this.notRunning.size === 0 ? undefined : this.notRunning.get(state);
      if (refused) this.#refused.set(id, refused);
      this.names.push(state);
    }
    return id;
  }
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
