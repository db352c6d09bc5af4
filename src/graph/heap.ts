/** No key is told apart from another above this one, and no item may be. */
export const most: number = 2 ** 26 - 1;

const shift = 2 ** 26;

/**
 * Whole numbers by their priority, the least first; of equal priorities the least item, so that results never depend on chance.
 * Both lie in one double, which makes a comparison one instruction.
 */
export class Heap {
  #entries = new Float64Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
  }

  /** @param key not negative; above `most` it counts as `most` */
  push(key: number, item: number): void {
    if (this.#size === this.#entries.length) {
      const grown = new Float64Array(this.#size * 2);
      grown.set(this.#entries);
      this.#entries = grown;
    }
    const entries = this.#entries;
    const entry = (key < most ? key : most) * shift + item;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent] ?? 0;
      if (above <= entry) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = entry;
  }

  /** The item with the least key. */
  pop(): number | undefined {
    if (this.#size === 0) return undefined;
    const entries = this.#entries;
    const top = entries[0] ?? 0;
    const size = --this.#size;
    const entry = entries[size] ?? 0;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (entries[child + 1] ?? 0) < (entries[child] ?? 0)) child++;
      const below = entries[child] ?? 0;
      if (entry <= below) break;
      entries[at] = below;
      at = child;
    }
    entries[at] = entry;
    return top % shift;
  }
}
