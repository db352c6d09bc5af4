/** Integers by their priority, the least first; of equal priorities the least integer, so that results never depend on chance. */
export class Heap {
  readonly #keys: number[] = [];
  readonly #items: number[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(key: number, item: number): void {
    let at = this.#items.length;
    this.#keys.push(key);
    this.#items.push(item);
    for (let parent = (at - 1) >> 1; at > 0 && this.#less(at, parent); at = parent, parent = (at - 1) >> 1) this.#swap(at, parent);
  }

  /** The item with the least key. */
  pop(): number | undefined {
    const [top] = this.#items;
    const last = this.#items.length - 1;
    if (top === undefined) return undefined;
    this.#swap(0, last);
    this.#keys.pop();
    this.#items.pop();
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = left + 1 < last && this.#less(left + 1, left) ? left + 1 : left;
      if (left >= last || !this.#less(least, at)) return top;
      this.#swap(at, least);
      at = least;
    }
  }

  #less(a: number, b: number): boolean {
    const [left, right] = [this.#keys[a] ?? 0, this.#keys[b] ?? 0];
    return left < right || (left === right && (this.#items[a] ?? 0) < (this.#items[b] ?? 0));
  }

  #swap(a: number, b: number): void {
    const [key, item] = [this.#keys[a] ?? 0, this.#items[a] ?? 0];
    this.#keys[a] = this.#keys[b] ?? 0;
    this.#items[a] = this.#items[b] ?? 0;
    this.#keys[b] = key;
    this.#items[b] = item;
  }
}
