/** A set of small integers, one bit each. */
export class Bitset {
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.#words = new Uint32Array((size + 31) >>> 5);
  }

  static of(size: number, members: Iterable<number>): Bitset {
    const set = new Bitset(size);
    for (const member of members) set.add(member);
    return set;
  }

  has(member: number): boolean {
    return (((this.#words[member >>> 5] ?? 0) >>> (member & 31)) & 1) === 1;
  }

  /** Whether it was not there before. */
  add(member: number): boolean {
    if (this.has(member)) return false;
    this.#words[member >>> 5] = (this.#words[member >>> 5] ?? 0) | (1 << (member & 31));
    return true;
  }

  delete(member: number): void {
    this.#words[member >>> 5] = (this.#words[member >>> 5] ?? 0) & ~(1 << (member & 31));
  }

  get count(): number {
    let count = 0;
    for (const word of this.#words) count += ones(word);
    return count;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.#words.length; index++) {
      for (let word = this.#words[index] ?? 0; word !== 0; word &= word - 1) yield index * 32 + 31 - Math.clz32(word & -word);
    }
  }
}

function ones(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
