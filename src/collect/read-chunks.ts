import { readJsonItems } from '../lang/json/items.ts';
import type { Collector } from './collector.ts';
import { addItem, contentOf, finishJson, readBytes, sniffed } from './read-file.ts';

// What is larger is read in parts where it is JSON, and not at all where it is no JSON.
const heldWhole = 1 << 25;
const largestHeld = 1 << 28;
const empty: Uint8Array = new Uint8Array(0);

/** Reads bytes that come in pieces, such as those of an archive. */
export async function readChunks(name: string, chunks: AsyncIterable<Uint8Array>, size: number, collector: Collector): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let held = 0;
  for (; held < Math.min(size, sniffed); held += head.at(-1)?.length ?? 0) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head.push(value);
  }
  const [first = empty] = head;
  const start = head.length > 1 ? Buffer.concat(head) : first;
  if (held === size) return readBytes(name, start, collector);
  const all: AsyncIterable<Uint8Array> = joined(head, iterator);
  const content = contentOf(name, start.subarray(0, sniffed));
  if (content === 'binary') return collector.skip(name, 1, 'binary file');
  if (content === 'json' && size > heldWhole) return finishJson(name, await readJsonItems(all, (item) => addItem(name, item, collector), collector.reader), collector);
  const bytes = await bytesOf(all);
  if (bytes) return readBytes(name, bytes, collector);
  collector.skip(name, 1, 'unreadable');
  collector.problem({ file: name, line: 1, message: `cannot be read: more than ${largestHeld >> 20} MB that are no JSON`, remedy: 'Unpack it and give the file by its name.' });
}

/** Reads one unpacked file whose size nobody knows before its end. */
export async function readStream(name: string, chunks: AsyncIterable<Uint8Array>, collector: Collector): Promise<void> {
  try {
    await readChunks(name, chunks, Infinity, collector);
  } catch (error) {
    collector.skip(name, 1, 'unreadable');
    collector.problem({ file: name, line: 1, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}`, remedy: 'Unpack it yourself and give the file.' });
  }
}

async function* joined(head: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* head;
  for (let each = await rest.next(); each.done !== true; each = await rest.next()) yield each.value;
}

/** Undefined where there are more than are held at once. */
async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    held += chunk.length;
    if (held > largestHeld) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}
