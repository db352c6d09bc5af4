import { AttackContext } from '../attack/context.ts';
import { AttackModel } from '../attack/model.ts';
import type { PlanKept } from '../model/plan.ts';
import type { Candidate } from './candidate.ts';
import { keptText, mergedKept } from './controllers.ts';
import { cutsOf } from './cuts/index.ts';
import { Objects } from './objects.ts';
import { worldOf, type Before, type World } from './world.ts';

/** Knows every change that was thought of, what it does to steps, and the cluster as it would be with some of them. */
export class Cutter {
  readonly first: AttackModel;
  readonly #before: Before;
  readonly #candidates = new Map<string, Candidate>();
  readonly #known = new WeakMap<AttackModel, { readonly world: World; readonly steps: Map<number, { readonly ids: readonly string[]; readonly refused: readonly string[] }> }>();
  readonly #models = new Map<string, AttackModel>();
  readonly #kept = new Map<string, PlanKept>();
  /** By change: how many paths it has a part in cutting. */
  readonly #cuts = new Map<string, number>();

  constructor(before: Before, first: AttackModel) {
    this.#before = before;
    this.first = first;
  }

  /** The changes that have a part in taking a step away. */
  of(model: AttackModel, step: number): readonly string[] {
    return this.#seen(model, step).ids;
  }

  /** Steps that are known by now and that one of the changes takes away. */
  stepsCutBy(model: AttackModel, chosen: ReadonlySet<string>): readonly number[] {
    return [...(this.#known.get(model)?.steps ?? [])].flatMap(([step, { ids }]) => (ids.some((id) => chosen.has(id)) ? [step] : []));
  }

  #seen(model: AttackModel, step: number): { readonly ids: readonly string[]; readonly refused: readonly string[] } {
    let known = this.#known.get(model);
    if (!known) this.#known.set(model, (known = { world: worldOf(this.#before, model), steps: new Map() }));
    let found = known.steps.get(step);
    if (!found) {
      const { changes, refused, kept = [] } = cutsOf(step, known.world);
      for (const each of kept) if (!this.#kept.has(keptText(each))) this.#kept.set(keptText(each), each);
      for (const change of changes) if (!this.#candidates.has(change.id)) this.#candidates.set(change.id, change);
      known.steps.set(step, (found = { ids: changes.map(({ id }) => id), refused }));
    }
    return found;
  }

  candidate(id: string): Candidate {
    const found = this.#candidates.get(id);
    if (!found) throw new Error(`no change ${id} was thought of`);
    return found;
  }

  get all(): readonly Candidate[] {
    return [...this.#candidates.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Rights that were left to programs that need them. */
  get kept(): readonly PlanKept[] {
    return mergedKept(this.#kept.values());
  }

  /** Those that are made: one that lies within another is not. */
  made(ids: Iterable<string>): readonly Candidate[] {
    const chosen = new Set(ids);
    return [...chosen].toSorted().map((id) => this.candidate(id)).filter(({ within }) => within === undefined || !chosen.has(within));
  }

  /** The cluster with the changes made, computed again. */
  after(candidates: readonly Candidate[]): AttackModel {
    if (candidates.length === 0) return this.first;
    const key = candidates.map(({ id }) => id).toSorted().join();
    const known = this.#models.get(key);
    if (known) return known;
    const objects = new Objects(this.first.context.cluster);
    for (const candidate of candidates.toSorted((a, b) => (a.id < b.id ? -1 : 1))) candidate.make(objects);
    const { context } = this.first;
    const model = AttackModel.of(new AttackContext(context.cluster.apply(objects.changes()), { today: context.today, before: context }));
    this.#models.clear();
    this.#models.set(key, model);
    return model;
  }

  /** @param ids each once */
  notePath(ids: readonly string[]): void {
    for (const id of ids) this.#cuts.set(id, (this.#cuts.get(id) ?? 0) + 1);
  }

  pathsCut({ id }: Candidate): number {
    return this.#cuts.get(id) ?? 0;
  }

  /** Why no step of a path is cut. What a technique says of itself is left out where something more exact is said. */
  whyNot(model: AttackModel, steps: readonly number[]): readonly string[] {
    const seen = steps.flatMap((step) => {
      const technique = model.technique(step);
      return technique ? [{ technique, refused: this.#seen(model, step).refused, free: model.isFree(step) }] : [];
    });
    const exact = new Set(seen.filter(({ refused }) => refused.length > 0).map(({ technique }) => technique));
    return [...new Set(seen.flatMap(({ technique, refused, free }) => (refused.length > 0 ? refused : free || exact.has(technique) ? [] : [`${technique.id}: ${technique.removes}`])))];
  }
}
