// Two states fit into a number.
const mostStates = 2 ** 26;
const free = -1;

/** Pairs of states, each with whether it is certain: a table of numbers, since a Set keeps an object for each. */
export class Pairs {
  #keys = new Float64Array(1024).fill(free);
  #certain = new Uint8Array(1024);
  #size = 0;

  /** Notes the pair. Whether it was there before, as certain as now. */
  has(from: number, to: number, certain: boolean): boolean {
    if (this.#size * 2 > this.#keys.length) this.#grow();
    const key = from * mostStates + to;
    const at = this.#slot(key);
    if (this.#keys[at] === key) {
      const known = !certain || this.#certain[at] === 1;
      if (certain) this.#certain[at] = 1;
      return known;
    }
    this.#keys[at] = key;
    this.#certain[at] = certain ? 1 : 0;
    this.#size++;
    return false;
  }

  /** Where the key lies, or would. */
  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let at = (Math.imul(key % mostStates, 0x9e3779b1) ^ Math.imul(Math.floor(key / mostStates), 0x85ebca6b)) & mask;
    for (let found = this.#keys[at]; found !== key && found !== free; found = this.#keys[at]) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, certain] = [this.#keys, this.#certain];
    this.#keys = new Float64Array(keys.length * 2).fill(free);
    this.#certain = new Uint8Array(keys.length * 2);
    keys.forEach((key, index) => {
      if (key === free) return;
      const at = this.#slot(key);
      this.#keys[at] = key;
      this.#certain[at] = certain[index] ?? 0;
    });
  }
}
