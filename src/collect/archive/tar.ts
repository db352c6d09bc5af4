import { PackedBytes } from './packed-bytes.ts';

export interface TarEntry {
  /** As it stands in the archive; nothing of it was checked. */
  readonly name: string;
  readonly type: 'file' | 'directory' | 'link' | 'other';
  readonly size: number;
  /** Where a link leads. */
  readonly target: string;
}

/** An archive that cannot be read any further; what came before it was given. */
export class ArchiveError extends Error {
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'ArchiveError';
    this.remedy = remedy;
  }
}

const block = 512;
// Names and extended headers longer than this are no names.
const longestHeader = 1 << 20;
const damaged = 'Fetch or make the archive again.';

/**
 * Reads ustar, pax and GNU archives as a stream: no entry is written to disk, and memory holds one chunk. The body is left out
 * where `onEntry` does not read it. @throws ArchiveError for an archive that is damaged or cut off
 */
export async function readTar(source: AsyncIterable<Uint8Array>, onEntry: (entry: TarEntry, body: AsyncIterable<Uint8Array>) => Promise<void>): Promise<void> {
  const bytes = new PackedBytes(source);
  let extended: Extended = {};
  for (;;) {
    const at = bytes.offset;
    const header = await bytes.take(block);
    // Two blocks of zeros end it; some writers leave them out.
    if (header.every((byte) => byte === 0)) return;
    if (header.length < block) throw new ArchiveError(`the archive is cut off at byte ${at}`, damaged);
    if (!isHeader(header)) throw new ArchiveError(`the archive is damaged at byte ${at}`, damaged);
    const size = extended.size ?? numberAt(header, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveError(`the archive is damaged at byte ${at}`, damaged);
    const type = String.fromCharCode(header[156] ?? 0);
    const padded = Math.ceil(size / block) * block;
    if ('xgLK'.includes(type)) {
      if (size > longestHeader) throw new ArchiveError(`the archive has a name of ${size} bytes at byte ${at}`, damaged);
      const content = (await bytes.take(padded)).subarray(0, size);
      if (content.length < size) throw new ArchiveError(`the archive is cut off at byte ${bytes.offset}`, damaged);
      if (type === 'x') extended = { ...extended, ...paxOf(content) };
      if (type === 'L') extended = { ...extended, name: textOf(content) };
      continue;
    }
    if (type === 'S') await pastSparseMap(header, bytes);
    const name = extended.name ?? ustarName(header);
    const isSparse = type === 'S' || extended.sparse === true;
    const end = bytes.offset + padded;
    await onEntry({ name, type: isSparse ? 'other' : typeOf(type, name), size, target: textOf(header.subarray(157, 257)) }, bytes.next(size));
    await bytes.skipTo(end);
    if (bytes.offset < end - (padded - size)) throw new ArchiveError(`the archive is cut off inside ${name}`, damaged);
    extended = {};
  }
}

interface Extended {
  readonly name?: string;
  readonly size?: number;
  readonly sparse?: true;
}

/** Whether a block is the header of an entry, by its own sum. */
export function isHeader(header: Uint8Array): boolean {
  if (header.length < block) return false;
  let sum = 0;
  for (let index = 0; index < block; index++) sum += index >= 148 && index < 156 ? 0x20 : (header[index] ?? 0);
  return sum === numberAt(header, 148, 8) && sum !== 8 * 0x20;
}

function typeOf(type: string, name: string): TarEntry['type'] {
  if (type === '5' || ((type === '0' || type === '\0') && name.endsWith('/'))) return 'directory';
  if (type === '0' || type === '\0' || type === '7') return 'file';
  return type === '1' || type === '2' ? 'link' : 'other';
}

/** Octal text, or big-endian bytes behind a set first bit. */
function numberAt(header: Uint8Array, from: number, length: number): number {
  const field = header.subarray(from, from + length);
  if (((field[0] ?? 0) & 0x80) === 0) return Number.parseInt(textOf(field).trim() || '0', 8);
  return field.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

function ustarName(header: Uint8Array): string {
  const name = textOf(header.subarray(0, 100));
  const isUstar = textOf(header.subarray(257, 262)) === 'ustar';
  // GNU archives keep times where ustar keeps the front of a name.
  const prefix = isUstar && header[262] === 0 ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records `LENGTH KEY=VALUE\n` of a pax header. */
function paxOf(content: Buffer): Extended {
  let found: Extended = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(content.toString('latin1', at, space));
    if (!Number.isInteger(length) || length <= space - at || at + length > content.length) break;
    const [key = '', ...rest] = content.toString('utf8', space + 1, at + length - 1).split('=');
    const value = rest.join('=');
    if (key === 'path') found = { ...found, name: value };
    else if (key === 'size') found = { ...found, size: Number(value) };
    else if (key.startsWith('GNU.sparse.')) found = { ...found, sparse: true };
    at += length;
  }
  return found;
}

async function pastSparseMap(header: Uint8Array, bytes: PackedBytes): Promise<void> {
  for (let more = header[482]; more === 1; ) more = (await bytes.take(block))[504];
}
