import { ClassSet } from './class-sets.ts';
import type { Intervals } from './intervals.ts';
import { meets, type Side } from './reachability.ts';

/** The classes that reach one destination: sets that many destinations share, and those of its own. */
export class Sources {
  readonly #shared: readonly ClassSet[];
  readonly #own: ClassSet | undefined;

  constructor(shared: readonly ClassSet[], own: ClassSet | undefined) {
    this.#shared = shared;
    this.#own = own;
  }

  has(from: number): boolean {
    return this.#own?.has(from) === true || this.#shared.some((set) => set.has(from));
  }

  /** Sets without a class in common: what is shared is held back by nothing, what is its own is. */
  disjoint(): readonly { readonly ids: Iterable<number> }[] {
    const shared = this.#shared.length > 1 ? [{ ids: new Set(this.#shared.flatMap(({ ids }) => [...ids])) }] : this.#shared;
    return this.#own ? [...shared, this.#own] : shared;
  }
}

interface Parts {
  readonly free: ClassSet;
  readonly held: readonly number[];
}

/** Works out the sources of destinations that do not take everything. Sources that no policy holds back are in whole sets; only the others are asked one by one. */
export class Restricted {
  readonly #egress: readonly Side[];
  readonly #parts = new Map<ClassSet, Parts>();

  constructor(egress: readonly Side[]) {
    this.#egress = egress;
  }

  reaching(side: Side, to: number): Sources | undefined {
    if (!side) return undefined;
    const shared: ClassSet[] = [];
    const own: number[] = [];
    for (const { classes, ports } of side) {
      if (ports.length === 0) continue;
      const { free, held } = this.#partsOf(classes);
      if (free.ids.length > 0 && !shared.includes(free)) shared.push(free);
      for (const from of held) if (this.meets(from, to, ports)) own.push(from);
    }
    if (own.length === 0) return new Sources(shared, undefined);
    return new Sources(shared, new ClassSet(Int32Array.from(side.length > 1 ? [...new Set(own)].toSorted((a, b) => a - b) : own)));
  }

  meets(from: number, to: number, ports: Intervals): boolean {
    const side = this.#egress[from];
    return ports.length > 0 && (!side || meets(side, to, ports));
  }

  #partsOf(set: ClassSet): Parts {
    const known = this.#parts.get(set);
    if (known) return known;
    const free: number[] = [];
    const held: number[] = [];
    for (const id of set.ids) (this.#egress[id] ? held : free).push(id);
    const parts = { free: held.length === 0 ? set : new ClassSet(Int32Array.from(free)), held };
    this.#parts.set(set, parts);
    return parts;
  }
}
