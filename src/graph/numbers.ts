/** A list of integers that grows without an object for each. */
export class Numbers {
  length = 0;
  #values = new Int32Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const grown = new Int32Array(this.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.length++] = value;
  }

  /** Exactly as long as it was filled. */
  frozen(): Int32Array {
    return this.#values.slice(0, this.length);
  }
}
