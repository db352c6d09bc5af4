/** Repeatable choices (mulberry32): one seed, one sequence. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    const state = this.#state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0 up to, not including, `end`; 0 where that is 0. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(of: number): boolean {
    return this.next() < of;
  }

  one<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.next() * list.length)] ?? list[0];
  }

  /** None to `most` of them, repeats allowed. */
  some<T>(list: readonly [T, ...T[]], most: number): readonly T[] {
    return Array.from({ length: Math.floor(this.next() * (most + 1)) }, () => this.one(list));
  }

  /** The fields that chance lets stand, each with its own probability. */
  fields(maybe: Readonly<Record<string, readonly [number, () => unknown]>>): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const [field, [of, make]] of Object.entries(maybe)) if (this.chance(of)) made[field] = make();
    return made;
  }
}
