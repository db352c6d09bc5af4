import { GraphBuilder, Numbers, Pairs, type StepOptions } from '../graph/index.ts';
import type { AttackContext, Maybe } from './context.ts';
import type { Refused } from './refused.ts';
import type { State } from './states.ts';
import { giftsOf, type Step } from './technique.ts';

// Shorter lists are looked up faster than they are found again.
const worthKeeping = 8;

export type NotRunning = ReadonlyMap<State, Refused>;

/** The containers of which admission refuses the pods, or may: whatever leads there or from there needs it out of the way. */
export function notRunning({ containers, refused }: AttackContext): NotRunning {
  const found = new Map<State, Refused>();
  if (refused.size === 0) return found;
  for (const { workload, state, inside } of containers) {
    const by = refused.get(workload);
    if (by) found.set(state, by).set(inside, by);
  }
  return found;
}

/** Of the kind of a step: twice the number of its technique, and one more where it is free. */
export function isFree(kind = 0): boolean {
  return (kind & 1) === 1;
}

/** Numbers states and steps as techniques name them, each step of a technique once. */
export class StepCollector {
  readonly notRunning: NotRunning;
  readonly #refused = new Map<number, Refused>();
  readonly builder: GraphBuilder = new GraphBuilder();
  readonly #maybe: Maybe | undefined;
  readonly names: State[] = [];
  readonly ids: Map<State, number> = new Map();
  /** By step: twice the number of its technique, and one more where it is free. */
  readonly kinds: Numbers = new Numbers();

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
    if (!this.#touchesRefused(needs, to)) return this.#keep(needs, to, kind, options);
    const by = new Set([to, ...needs].flatMap((id) => this.#refused.get(id) ?? []));
    const behind = new Set(needs);
    let certain = options.certain === true;
    for (const refused of by) {
      if (refused.behind === undefined) return;
      for (const state of refused.behind) behind.add(this.#id(state));
      if (refused.gaps.length > 0 || !refused.sure) certain = false;
    }
    this.#keep([...behind], to, kind, { ...options, certain });
  }

  #touchesRefused(needs: readonly number[], to: number): boolean {
    if (this.#refused.size === 0) return false;
    if (this.#refused.has(to)) return true;
    for (const need of needs) if (this.#refused.has(need)) return true;
    return false;
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
