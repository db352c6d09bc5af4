import { ClassSet } from './class-sets.ts';
import { intersect, type Intervals } from './intervals.ts';
import { everyPort } from './ports.ts';
import { meets, overlap, type Piece, type Side } from './sides.ts';
import type { Tiers } from './tiers.ts';

/** The classes that reach one destination: sets that many destinations share, and those of its own. */
export class Sources {
  /** Those that reach every destination of its type, whatever NetworkPolicies say. */
  readonly #anyway: ClassSet | undefined;
  readonly #shared: readonly ClassSet[];
  readonly #own: ClassSet | undefined;

  constructor(anyway: ClassSet | undefined, shared: readonly ClassSet[], own: ClassSet | undefined) {
    this.#anyway = anyway;
    this.#shared = shared;
    this.#own = own;
  }

  has(from: number): boolean {
    return this.#own?.has(from) === true || this.#shared.some((set) => set.has(from)) || this.#anyway?.has(from) === true;
  }

  /** Sets without a class in common: what is shared is held back by nothing, what is its own is. */
  disjoint(): readonly { readonly ids: Iterable<number> }[] {
    const shared = this.#shared.length > 1 ? [{ ids: new Set(this.#shared.flatMap(({ ids }) => [...ids])) }] : this.#shared;
    return [...(this.#anyway ? [this.#anyway] : []), ...shared, ...(this.#own ? [this.#own] : [])];
  }
}

interface Parts {
  /** Sources that no NetworkPolicy holds back, by type. */
  readonly free: ReadonlyMap<number, readonly number[]>;
  readonly held: readonly number[];
  /** Some of the free ones, by the types they are of. */
  readonly sets: Map<string, ClassSet>;
}

/** Works out the sources of destinations that NetworkPolicies isolate. Sources that none holds back are in whole sets; only the others are asked one by one. */
export class SourceLists {
  readonly #egress: readonly Side[];
  readonly #tiers: Tiers;
  readonly #parts = new Map<ClassSet, Parts>();
  readonly #anyway = new Map<number, ClassSet | undefined>();
  /** Held sources whose own policies lead to a class that the tiers of administrators open to them; undefined where there are none. */
  readonly #leading: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(egress: readonly Side[], ingress: readonly Side[], tiers: Tiers) {
    this.#egress = egress;
    this.#tiers = tiers;
    this.#leading = tiers.alwaysAllowing ? this.#allLeading(ingress) : undefined;
  }

  reaching(side: Side, to: number): Sources | undefined {
    if (!side) return undefined;
    const shared: ClassSet[] = [];
    const own: number[] = [];
    for (const piece of side) {
      if (piece.ports.length === 0) continue;
      const parts = this.#partsOf(piece.classes);
      const free = this.#freeOf(parts, piece, to);
      if (free && !shared.includes(free)) shared.push(free);
      for (const from of parts.held) if (this.#meets(from, to, piece.ports)) own.push(from);
    }
    const leading = this.#leading?.get(to) ?? [];
    const anyway = this.#anywayTo(this.#tiers.of(to));
    if (own.length + leading.length === 0) return new Sources(anyway, shared, undefined);
    const ids = side.length > 1 || leading.length > 0 ? [...new Set([...own, ...leading])].toSorted((a, b) => a - b) : own;
    return new Sources(anyway, shared, new ClassSet(Int32Array.from(ids)));
  }

  /** Whether a held source that does not reach every class of that type gets in on ports that the destination's policies give it. */
  #meets(from: number, to: number, ports: Intervals): boolean {
    const side = this.#egress[from];
    if (!side) return false;
    if (this.#tiers.silent) return meets(side, to, ports);
    const { heldToHeld, allowedInto, both } = this.#tiers.cell(this.#tiers.of(from), this.#tiers.of(to));
    return !heldToHeld && (overlap(ports, allowedInto) || meets(side, to, both === everyPort ? ports : intersect(ports, both)));
  }

  #freeOf({ free, sets }: Parts, { ports }: Piece, to: number): ClassSet | undefined {
    const type = this.#tiers.of(to);
    const passing = [...free.keys()].filter((from) => {
      const { freeToHeld, freeInto } = this.#tiers.cell(from, type);
      return !freeToHeld && overlap(ports, freeInto);
    });
    if (passing.length === 0) return undefined;
    const key = passing.join();
    let set = sets.get(key);
    if (!set) sets.set(key, (set = new ClassSet(Int32Array.from(passing.flatMap((from) => free.get(from) ?? []).toSorted((a, b) => a - b)))));
    return set;
  }

  #partsOf(set: ClassSet): Parts {
    const known = this.#parts.get(set);
    if (known) return known;
    const free = new Map<number, number[]>();
    const held: number[] = [];
    for (const id of set.ids) {
      if (this.#egress[id]) held.push(id);
      else {
        const list = free.get(this.#tiers.of(id));
        if (list) list.push(id);
        else free.set(this.#tiers.of(id), [id]);
      }
    }
    const parts = { free, held, sets: new Map<string, ClassSet>() };
    this.#parts.set(set, parts);
    return parts;
  }

  #anywayTo(to: number): ClassSet | undefined {
    if (this.#tiers.silent) return undefined;
    if (!this.#anyway.has(to)) {
      const cells = this.#tiers.types.map((_, from) => this.#tiers.cell(from, to));
      const ids: number[] = [];
      if (cells.some(({ freeToHeld, heldToHeld }) => freeToHeld || heldToHeld)) {
        this.#egress.forEach((side, id) => {
          const cell = cells[this.#tiers.of(id)];
          if (side ? cell?.heldToHeld : cell?.freeToHeld) ids.push(id);
        });
      }
      this.#anyway.set(to, ids.length === 0 ? undefined : new ClassSet(Int32Array.from(ids)));
    }
    return this.#anyway.get(to);
  }

  #allLeading(ingress: readonly Side[]): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, number[]>();
    this.#egress.forEach((side, from) => {
      for (const { classes, ports } of side ?? []) {
        for (const to of classes.ids) {
          if (!ingress[to]) continue;
          const { heldToHeld, outToAllowed } = this.#tiers.cell(this.#tiers.of(from), this.#tiers.of(to));
          if (heldToHeld || !overlap(ports, outToAllowed)) continue;
          const list = found.get(to);
          if (list) list.push(from);
          else found.set(to, [from]);
        }
      }
    });
    return found;
  }
}
