import type { AttackModel } from '../attack/model.ts';
import { Bitset, cheapestHittingSet, type Certainty } from '../graph/index.ts';
import type { Candidate } from './candidate.ts';
import type { Cutter } from './cutter.ts';
import { demandKey, survivors, type Demand, type Survivor } from './search.ts';

interface Found {
  readonly chosen: readonly Candidate[];
  readonly lowerBound: number;
  readonly final: AttackModel;
}

// Each turn computes the cluster again; a plan that needs more is finished without proof that it is the cheapest.
const mostTurns = 60;

/**
 * Paths are collected as they are needed. Each path is a demand: one change of those that have a part in cutting it. Changes
 * only ever take steps away, so a path that stays with some changes made asks for one of the others, whatever else is chosen.
 * The cheapest choice that meets all such demands is therefore never dearer than the best plan.
 */
export class Rounds {
  count = 0;
  readonly #cutter: Cutter;
  readonly #certainty: Certainty;
  readonly #demands: readonly Demand[];
  /** By the pair that asks for it. */
  readonly #asked = new Map<string, Set<string>>();
  /** Pairs of which a path cannot be cut, with why not: others of theirs are not worth a change. */
  readonly lost: Map<string, readonly string[]> = new Map();
  /** Pairs of which only a path that is not sure cannot be cut: their sure ones still can. */
  readonly #unsure = new Set<string>();
  /** Why a path that is not sure stays. */
  readonly why: Map<string, readonly string[]> = new Map();
  #lowerBound = 0;
  #left: number;

  constructor(cutter: Cutter, demands: readonly Demand[], certainty: Certainty, effort: number) {
    this.#cutter = cutter;
    this.#demands = demands;
    this.#certainty = certainty;
    this.#left = effort;
  }

  run(): Found {
    let chosen: readonly string[] = [];
    for (let turn = 0; turn < mostTurns; turn++) {
      chosen = this.#inGraph(this.#cutter.first, chosen);
      const made = this.#cutter.made(chosen);
      const model = this.#computed(made);
      if (!this.#learn(model, new Set(chosen), this.#survivors(model))) return { chosen: made, lowerBound: this.#lowerBound, final: model };
      chosen = this.#solve();
    }
    return this.#finish(chosen);
  }

  #computed(made: readonly Candidate[]): AttackModel {
    this.count++;
    return this.#cutter.after(made);
  }

  /** A path of every pair that can still be parted. */
  #survivors(model: AttackModel, without?: Bitset): readonly Survivor[] {
    const open = this.#demands.filter((demand) => !this.lost.has(demandKey(demand)));
    if (this.#certainty === 'certain') return survivors(model, open, 'certain', without);
    const [sure, all] = [open.filter((demand) => this.#unsure.has(demandKey(demand))), open.filter((demand) => !this.#unsure.has(demandKey(demand)))];
    return [...survivors(model, sure, 'certain', without), ...survivors(model, all, 'possible', without)];
  }

  /** Nothing parts the pair: where that path is not sure, the sure ones are left to be cut. */
  #lose(model: AttackModel, { demand, steps }: Survivor): void {
    const key = demandKey(demand);
    this.#asked.delete(key);
    this.lost.set(key, this.#cutter.whyNot(model, steps));
    if (this.#certainty === 'certain' || this.#unsure.has(key)) return;
    this.#unsure.add(key);
    this.why.set(key, this.lost.get(key) ?? []);
    this.lost.delete(key);
  }

  /** Chooses until no path is left in one graph, as far as changes take away what they say. */
  #inGraph(model: AttackModel, start: readonly string[]): readonly string[] {
    let chosen = start;
    for (;;) {
      const own = new Set(chosen);
      const without = Bitset.of(model.graph.steps, this.#cutter.stepsCutBy(model, own));
      const found = this.#survivors(model, without);
      if (found.length === 0) return chosen;
      // Steps that were not looked at before may be cut already.
      const fresh = found.filter(({ steps }) => !steps.some((step) => this.#cutter.of(model, step).some((id) => own.has(id))));
      if (fresh.length > 0 && this.#learn(model, new Set(), fresh)) chosen = this.#solve();
    }
  }

  /** Notes what each path asks for. False where there was none that can be cut. */
  #learn(model: AttackModel, made: ReadonlySet<string>, found: readonly Survivor[]): boolean {
    let learnt = false;
    for (const survivor of found) {
      const { demand, steps } = survivor;
      const ids = [...new Set(steps.flatMap((step) => this.#cutter.of(model, step)))].filter((id) => !made.has(id)).toSorted();
      const key = demandKey(demand);
      learnt = true;
      if (ids.length === 0) {
        this.#lose(model, survivor);
        continue;
      }
      this.#cutter.notePath(ids);
      this.#asked.set(key, (this.#asked.get(key) ?? new Set()).add(ids.join()));
    }
    return learnt;
  }

  #solve(): readonly string[] {
    const sets = [...new Set([...this.#asked.values()].flatMap((each) => [...each]))].toSorted().map((set) => set.split(','));
    const names = [...new Set(sets.flat())].toSorted();
    const index = new Map(names.map((name, at) => [name, at]));
    const cost = new Map(names.map((name, at) => [at, this.#cutter.candidate(name).cost]));
    const result = cheapestHittingSet({ sets: sets.map((set) => set.flatMap((name) => index.get(name) ?? [])), cost }, () => this.#left-- <= 0);
    if (!result) throw new Error('a path asks for a change that has no cost');
    this.#lowerBound = result.lowerBound;
    return result.chosen.flatMap((at) => names[at] ?? []);
  }

  /** Adds what is missing until no path is left, cheap rather than cheapest. */
  #finish(start: readonly string[]): Found {
    const chosen = new Set(start);
    for (;;) {
      const model = this.#computed(this.#cutter.made(chosen));
      const found = this.#survivors(model);
      if (found.length === 0) return { chosen: this.#cutter.made(chosen), lowerBound: this.#lowerBound, final: model };
      for (const survivor of found) {
        const { steps } = survivor;
        const [best] = [...new Set(steps.flatMap((step) => this.#cutter.of(model, step)))].filter((id) => !chosen.has(id)).map((id) => this.#cutter.candidate(id)).toSorted((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1));
        if (best) chosen.add(best.id);
        else this.#lose(model, survivor);
      }
    }
  }
}
