import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { Readable, type Duplex } from 'node:stream';
import { constants, createGunzip, createZstdDecompress, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { ArchiveError, isHeader } from './tar.ts';

/** A file, or the bytes of standard input. */
export type Packed = string | Uint8Array;

/** What bytes are once they are unpacked; `text` is everything that is neither archive nor snapshot. */
export interface Content {
  readonly packing: 'none' | 'gzip' | 'zstd' | 'unreadable';
  readonly is: 'snapshot' | 'tar' | 'text';
}

const looked = 1 << 16;
const snapshotMark = '{"schema":"glacis.snapshot/';
// A real dump of alike pods shrinks to a hundredth; what shrinks more and fills a disk was made to.
const mostTimes = 500;
const freeBytes = 1 << 30;
const mostBytes = 2 ** 36;

/** Tells by the first bytes, whatever the name says. */
export function contentOf(packed: Packed): Content {
  const head = typeof packed === 'string' ? headOf(packed) : Buffer.from(packed.subarray(0, looked));
  const packing = packingOf(head);
  const start = unpackedHead(head, packing);
  const is = start.toString('latin1', 0, snapshotMark.length) === snapshotMark ? 'snapshot' : isHeader(start.subarray(0, 512)) ? 'tar' : 'text';
  return { packing, is };
}

function headOf(file: string): Buffer {
  const open = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(looked);
    return bytes.subarray(0, readSync(open, bytes, 0, looked, 0));
  } finally {
    closeSync(open);
  }
}

const marks: readonly (readonly [Content['packing'], readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  // xz, bzip2, zip and 7z: nothing here unpacks them.
  ['unreadable', [0xfd, 0x37, 0x7a, 0x58, 0x5a]], ['unreadable', [0x42, 0x5a, 0x68]], ['unreadable', [0x50, 0x4b, 3, 4]], ['unreadable', [0x37, 0x7a, 0xbc, 0xaf]],
];

function packingOf(head: Uint8Array): Content['packing'] {
  return marks.find(([, mark]) => mark.every((byte, index) => head[index] === byte))?.[0] ?? 'none';
}

function unpackedHead(head: Buffer, packing: Content['packing']): Buffer {
  try {
    if (packing === 'gzip') return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 27 });
    if (packing === 'zstd') return zstdDecompressSync(head, { finishFlush: constants.ZSTD_e_flush, maxOutputLength: 1 << 27 });
    return packing === 'none' ? head : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The unpacked bytes as a stream that ends with an error where they are far more than a real file would hold. @throws ArchiveError */
export async function* unpacked(packed: Packed, packing: Content['packing']): AsyncGenerator<Uint8Array> {
  const size = typeof packed === 'string' ? statSync(packed).size : packed.length;
  const source: Readable = typeof packed === 'string' ? createReadStream(packed, { highWaterMark: 1 << 18 }) : Readable.from([packed]);
  const unpacker = unpackerOf(packing);
  const stream: Readable = unpacker ? source.on('error', (error) => unpacker.destroy(error)).pipe(unpacker) : source;
  let total = 0;
  try {
    for await (const chunk of stream) {
      total += (chunk as Uint8Array).length;
      if (total > mostBytes || (total > freeBytes && total > size * mostTimes)) throw new ArchiveError(`it unpacks to more than ${mostTimes} times its size`, 'An archive bomb is made so. Unpack it yourself and give the directory if it is none.');
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if (error instanceof ArchiveError || unpacker === undefined) throw error;
    throw new ArchiveError(`it cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, 'Fetch or make the archive again.');
  } finally {
    source.destroy();
    stream.destroy();
  }
}

function unpackerOf(packing: Content['packing']): Duplex | undefined {
  if (packing === 'gzip') return createGunzip({ chunkSize: 1 << 18 });
  return packing === 'zstd' ? createZstdDecompress({ chunkSize: 1 << 18 }) : undefined;
}
