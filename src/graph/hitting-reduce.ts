type Sets = readonly (readonly number[])[];

/** What is left to decide of a hitting problem once all that is plain is decided. */
export interface Reduced {
  /** Chosen in some best choice. */
  readonly forced: readonly number[];
  /** Sets that share nothing with those of another part can be hit apart. */
  readonly parts: readonly Sets[];
}

/** Decides what needs no search, none of which loses the best cost: sets of one element, sets and elements that another stands for. */
export function reduce(given: Sets, cost: ReadonlyMap<number, number>): Reduced {
  const forced: number[] = [];
  let sets = minimal(given);
  for (;;) {
    const single = new Set(sets.flatMap((set) => (set.length === 1 ? set : [])));
    if (single.size > 0) {
      forced.push(...single);
      sets = sets.filter((set) => !set.some((element) => single.has(element)));
    }
    const lesser = dominated(sets, cost);
    if (lesser.size === 0) return { forced, parts: partsOf(sets) };
    sets = minimal(sets.map((set) => set.filter((element) => !lesser.has(element))));
  }
}

/** A set that contains another is hit with it. */
export function minimal(sets: Sets): Sets {
  const kept: (readonly number[])[] = [];
  const byElement = new Map<number, (readonly number[])[]>();
  for (const set of sets.toSorted((a, b) => a.length - b.length)) {
    const members = new Set(set);
    if (set.some((element) => byElement.get(element)?.some((other) => other.every((each) => members.has(each))) === true)) continue;
    kept.push(set);
    const [first] = set;
    if (first !== undefined) listed(byElement, first).push(set);
  }
  return kept;
}

/** Elements in whose place another hits as much for no higher price. */
function dominated(sets: Sets, cost: ReadonlyMap<number, number>): ReadonlySet<number> {
  const where = new Map<number, Set<number>>();
  sets.forEach((set, index) => {
    for (const element of set) where.set(element, (where.get(element) ?? new Set()).add(index));
  });
  const out = new Set<number>();
  for (const [element, places] of where) {
    const [first] = places;
    const price = cost.get(element) ?? Infinity;
    const better = (sets[first ?? -1] ?? []).some((other) => {
      const [others, another] = [where.get(other), cost.get(other) ?? Infinity];
      if (other === element || out.has(other) || !others || another > price || others.size < places.size) return false;
      // Of two that are alike the first stays.
      if (another === price && others.size === places.size && other > element) return false;
      return [...places].every((place) => others.has(place));
    });
    if (better) out.add(element);
  }
  return out;
}

function partsOf(sets: Sets): readonly Sets[] {
  const byElement = new Map<number, number[]>();
  sets.forEach((set, index) => {
    for (const element of set) listed(byElement, element).push(index);
  });
  const seen = new Set<number>();
  const parts: Sets[] = [];
  for (const start of sets.keys()) {
    if (seen.has(start)) continue;
    const part = new Set([start]);
    for (const index of part) for (const element of sets[index] ?? []) for (const other of byElement.get(element) ?? []) part.add(other);
    for (const index of part) seen.add(index);
    parts.push([...part].toSorted((a, b) => a - b).map((index) => sets[index] ?? []));
  }
  return parts;
}

function listed<Key, Value>(map: Map<Key, Value[]>, key: Key): Value[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
