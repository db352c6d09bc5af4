const newline = 0x0a;

/** Counts lines in text that comes in pieces: what was counted is not looked at again. Positions are in what is left. */
export class LineCounter {
  #line = 1;
  #counted = 0;
  /** Where the line ends that was counted last, where it is known: no line needs to be looked for before it. */
  #end = -1;

  /** The line, from 1, on which a position stands; positions only go forward. */
  at(rest: Buffer, position: number): number {
    if (position <= this.#end) return this.#line;
    for (let next = rest.indexOf(newline, this.#counted); next >= 0; next = rest.indexOf(newline, this.#counted)) {
      this.#end = next;
      if (next >= position) break;
      this.#line++;
      this.#counted = next + 1;
    }
    return this.#line;
  }

  /** Takes leave of what stands before a position. */
  consume(rest: Buffer, to: number): void {
    this.at(rest, to);
    this.#counted = Math.max(0, this.#counted - to);
    this.#end -= to;
  }
}
