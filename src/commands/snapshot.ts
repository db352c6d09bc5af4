import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createGzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
import { clustersOf, collectWithPaths, snapshotLines } from '../collect/index.ts';
import { locator } from '../locate.ts';
import { many, printable } from '../report/screen.ts';
import { UsageError } from './exit.ts';
import { startProgress } from './progress.ts';
import { checked, collectOptions, demandObjects, type ReadOptions } from './read.ts';

export interface SnapshotOptions extends ReadOptions {
  readonly output: string;
}

const pieceLength = 1 << 16;

/** `glacis snapshot`: what was read of one cluster, as one compressed file without credentials. */
export async function snapshot(sources: readonly string[], options: SnapshotOptions): Promise<number> {
  checked(options);
  const given = sources.length === 0 ? ['.'] : sources;
  const collecting = await collectOptions(given, options);
  const progress = startProgress();
  try {
    const { snapshot: read, paths, name } = await collectWithPaths(given, { ...collecting, onProgress: ({ files, objects }) => progress(`reading: ${files} files, ${objects} objects`) });
    const status = demandObjects(read, given);
    const locate = locator(paths);
    // A line of a list is where its item stands, which nobody can look up once the file is away.
    const lines = snapshotLines(read, name ?? clustersOf(given, collecting)[0]?.name ?? '', (object, origin) => (origin.at === undefined ? origin.line : (locate({ object: { apiGroup: '', kind: object.kind, name: '', origin }, path: [], seen: null }).location?.line ?? origin.line)));
    progress(`writing ${read.objects.length} objects`, read.objects.length > 20_000);
    await written(lines, options.output);
    process.stderr.write(`${printable(options.output)}: ${many(read.objects.length, 'object')}${read.problems.length === 0 ? '' : `, ${many(read.problems.length, 'problem')} while reading`}\n`);
    return status;
  } finally {
    progress('');
  }
}

/** Beside the file, to the disk, then renamed: whoever reads it finds the old snapshot or the new one, never a part. @throws UsageError */
async function written(lines: Iterable<string>, file: string): Promise<void> {
  if (file === '-') return compressed(lines, process.stdout);
  const target = existsSync(file) && statSync(file).isFile() ? realpathSync(file) : file;
  if (existsSync(target) && !statSync(target).isFile()) throw new UsageError(`--output ${file} is no file`, 'Give the name of a file that may be written over.');
  const temporary = `${target}.${process.pid}.part`;
  let open: number | undefined;
  try {
    const descriptor = openSync(temporary, 'wx', 0o600);
    open = descriptor;
    await compressed(lines, new Writable({
      write(chunk: Buffer, _encoding, done) {
        try {
          for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at);
          done();
        } catch (error) {
          done(error instanceof Error ? error : new Error(String(error)));
        }
      },
    }));
    fsyncSync(descriptor);
    closeSync(descriptor);
    open = undefined;
    renameSync(temporary, target);
    syncDirectory(dirname(target));
  } catch (error) {
    if (open !== undefined) closeSync(open);
    rmSync(temporary, { force: true });
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UsageError(`--output ${file}: ${error.message}`, 'Give a file in a directory that exists and may be written to.');
  }
}

async function compressed(lines: Iterable<string>, to: NodeJS.WritableStream): Promise<void> {
  await pipeline(Readable.from(pieces(lines)), createGzip(), to, { end: to !== process.stdout });
}

function* pieces(lines: Iterable<string>): Iterable<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < pieceLength) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** The rename is on the disk only once its directory is; not every system lets a directory be opened. */
function syncDirectory(directory: string): void {
  let open: number | undefined;
  try {
    open = openSync(directory, 'r');
    fsyncSync(open);
  } catch {
    return;
  } finally {
    if (open !== undefined) closeSync(open);
  }
}
