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
    const parts: Uint8Array[] = [];
    for await (const part of this.next(length)) parts.push(part);
    return parts.length === 1 && parts[0] ? Buffer.from(parts[0].buffer, parts[0].byteOffset, parts[0].byteLength) : Buffer.concat(parts);
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
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      this.offset += part.length;
      left -= part.length;
      yield part;
    }
  }

  async skipTo(offset: number): Promise<void> {
    const parts = this.next(offset - this.offset);
    for (let each = await parts.next(); each.done !== true; each = await parts.next());
  }
}
