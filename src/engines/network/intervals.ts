/** Sorted, disjoint, inclusive ranges of whole numbers, flat: `[from, to, from, to]`. Neighbours are always joined, so equal sets are equal lists. */
export type Intervals = readonly number[];

export const empty: Intervals = [];

export function union(a: Intervals, b: Intervals): Intervals {
  if (a.length === 0 || a === b) return b;
  if (b.length === 0) return a;
  const joined: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const takeA = j >= b.length || (i < a.length && (a[i] ?? 0) <= (b[j] ?? 0));
    const [from, to] = takeA ? [a[i] ?? 0, a[i + 1] ?? 0] : [b[j] ?? 0, b[j + 1] ?? 0];
    if (takeA) i += 2;
    else j += 2;
    const last = joined.length - 1;
    if (last > 0 && from <= (joined[last] ?? 0) + 1) joined[last] = Math.max(joined[last] ?? 0, to);
    else joined.push(from, to);
  }
  return joined;
}

export function intersect(a: Intervals, b: Intervals): Intervals {
  if (a === b) return a;
  const shared: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i] ?? 0, b[j] ?? 0);
    const to = Math.min(a[i + 1] ?? 0, b[j + 1] ?? 0);
    if (from <= to) shared.push(from, to);
    if ((a[i + 1] ?? 0) < (b[j + 1] ?? 0)) i += 2;
    else j += 2;
  }
  return shared;
}

/** What is in `a` and not in `b`. */
export function subtract(a: Intervals, b: Intervals): Intervals {
  if (b.length === 0 || a.length === 0) return a;
  const left: number[] = [];
  for (let i = 0; i < a.length; i += 2) {
    let from = a[i] ?? 0;
    const to = a[i + 1] ?? 0;
    for (let j = 0; j < b.length && from <= to; j += 2) {
      const [cutFrom, cutTo] = [b[j] ?? 0, b[j + 1] ?? 0];
      if (cutTo < from || cutFrom > to) continue;
      if (cutFrom > from) left.push(from, cutFrom - 1);
      from = cutTo + 1;
    }
    if (from <= to) left.push(from, to);
  }
  return left;
}

export function includes(set: Intervals, value: number): boolean {
  for (let i = 0; i < set.length; i += 2) {
    if (value >= (set[i] ?? 0) && value <= (set[i + 1] ?? 0)) return true;
  }
  return false;
}

export function same(a: Intervals, b: Intervals): boolean {
  return a === b || (a.length === b.length && a.every((value, index) => value === b[index]));
}
