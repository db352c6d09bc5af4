/** Repeatable choices (mulberry32): a failing run is asked again by its seed. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  chance(likely: number): boolean {
    return this.next() < likely;
  }

  one<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  /** Some of them, none twice, at least `least`. */
  some<T>(list: readonly T[], most: number, least = 0): T[] {
    const count = least + Math.floor(this.next() * (most - least + 1));
    return [...new Set(Array.from({ length: count }, () => this.one(list)))];
  }
}
