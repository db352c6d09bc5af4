/** Takes the time of a piece of work by its name and gives what it gives. */
export type Timed = <T>(stage: string, work: () => T) => T;

export const untimed: Timed = (_, work) => work();

/** Milliseconds by stage, in the order in which they first began. What runs within another stage counts in that one only. */
export class Profile {
  readonly milliseconds: Map<string, number> = new Map<string, number>();
  #inner = 0;

  readonly time: Timed = (stage, work) => {
    const outer = this.#inner;
    this.#inner = 0;
    if (!this.milliseconds.has(stage)) this.milliseconds.set(stage, 0);
    const started = performance.now();
    try {
      return work();
    } finally {
      const all = performance.now() - started;
      this.add(stage, all - this.#inner);
      this.#inner = outer + all;
    }
  };

  add(stage: string, milliseconds: number): void {
    this.milliseconds.set(stage, (this.milliseconds.get(stage) ?? 0) + milliseconds);
  }
}
