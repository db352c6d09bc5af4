/** Bytes of a stream, taken by number. */
export class PackedBytes {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  /** How many bytes were taken so far. */
  offset = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes, fewer only at the end. */
  async take(length: number): Promise<Buffer> {
    // A header lies whole in what was unpacked, nearly always: a generator for each of a million is a third of the time.
    if (this.#rest.length >= length) return this.#cut(length);
    const parts: Uint8Array[] = [];
    for await (const part of this.next(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  #cut(length: number): Buffer {
    const part = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(part.length);
    this.offset += part.length;
    return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  }

  /** As `take`, in pieces as they come. */
  async *next(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) {
        const { value, done } = await this.#source.next();
        if (done === true) return;
        this.#rest = value;
        continue;
      }
      const part = this.#cut(left);
      left -= part.length;
      yield part;
    }
  }

  async skipTo(offset: number): Promise<void> {
    if (this.#rest.length >= offset - this.offset) {
      this.#cut(offset - this.offset);
      return;
    }
    const parts = this.next(offset - this.offset);
    for (let each = await parts.next(); each.done !== true; each = await parts.next());
  }
}
