const part = 2 ** 16;

/** A list of integers that grows without an object for each, in parts: copies of ever longer lists are what makes the garbage collector run. */
export class Numbers {
  length = 0;
  readonly #full: Int32Array[] = [];
  #last = new Int32Array(1024);
  #at = 0;

  push(value: number): void {
    if (this.#at === this.#last.length) this.#more();
    this.#last[this.#at++] = value;
    this.length++;
  }

  #more(): void {
    this.#full.push(this.#last);
    this.#last = new Int32Array(Math.min(this.#last.length * 2, part));
    this.#at = 0;
  }

  /** Exactly as long as it was filled. */
  frozen(): Int32Array {
    const all = new Int32Array(this.length);
    let at = 0;
    for (const full of this.#full) {
      all.set(full, at);
      at += full.length;
    }
    all.set(this.#last.subarray(0, this.#at), at);
    return all;
  }
}
