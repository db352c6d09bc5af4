import { Random } from '../support/random.ts';

/** Repeatable choices from lists whose length only the caller knows. */
export class Choices extends Random {
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  /** Some of them, none twice; from `least` to `most` are drawn. */
  several<T>(list: readonly T[], most: number, least = 0): T[] {
    const count = least + Math.floor(this.next() * (most - least + 1));
    return [...new Set(Array.from({ length: count }, () => this.pick(list)))];
  }
}
