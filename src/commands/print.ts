import { chmodSync, closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Screen } from '../report/screen.ts';
import { UsageError } from './exit.ts';

const narrowest = 60;
const piped = 100;

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The screen of this process: colour only on a terminal that wants it. */
export function screenOf(stream: Stream = process.stdout): Screen {
  const colour = stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
  const asked = Number(process.env['COLUMNS']);
  const columns = stream.columns ?? (Number.isInteger(asked) && asked > 0 ? asked : piped);
  return { columns: Math.max(narrowest, columns), colour };
}

/** The screen of a file: no colour, whatever the terminal is. */
export function screenFor(file: string | undefined): Screen {
  const screen = screenOf();
  return file === undefined ? screen : { ...screen, colour: false };
}

/** Prints to a file or to standard output. @throws UsageError where the file cannot be written */
export function print(text: string, file?: string): void {
  if (file === undefined) process.stdout.write(text);
  else writeChunks([text], file);
}

/** Prints a report in pieces, and waits where its reader is slow. @throws UsageError where the file cannot be written */
export async function printChunks(chunks: Iterable<string>, file?: string): Promise<void> {
  if (file !== undefined) return writeChunks(chunks, file);
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.stdout.once('error', stop).once('close', stop);
  for (const text of pieces(chunks)) {
    // A reader that has seen enough (`| head`) never asks for more.
    if (stopped || process.stdout.destroyed) break;
    if (!process.stdout.write(text)) await drained();
  }
  process.stdout.off('error', stop).off('close', stop);
}

/** Until the reader took what was written, or is gone. */
function drained(): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      process.stdout.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    process.stdout.on('drain', done).on('close', done).on('error', done);
  });
}

const pieceLength = 1 << 16;

/** Small pieces joined to larger ones. */
function* pieces(chunks: Iterable<string>): Iterable<string> {
  let text = '';
  for (const chunk of chunks) {
    text += chunk;
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** Writes beside the file and then renames: whoever reads it finds the old report or the new one, never a part. */
function writeChunks(chunks: Iterable<string>, file: string): void {
  try {
    const known = statSync(file, { throwIfNoEntry: false });
    // A device or a pipe cannot be replaced.
    if (known && !known.isFile()) return writeAll(chunks, openSync(file, 'w'));
    const target = known ? realpathSync(file) : file;
    const temporary = `${target}.${process.pid}.part`;
    try {
      writeAll(chunks, openSync(temporary, 'wx', known?.mode ?? 0o666));
      if (known) chmodSync(temporary, known.mode);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UsageError(`--output ${file}: ${reasons[String(error.code)] ?? error.message}`, 'Give a file in a directory that exists and may be written to.');
  }
}

function writeAll(chunks: Iterable<string>, open: number): void {
  try {
    for (const text of pieces(chunks)) writeFileSync(open, text);
  } finally {
    closeSync(open);
  }
}

const reasons: Readonly<Record<string, string>> = { ENOENT: 'its directory does not exist', EISDIR: 'that is a directory', EACCES: 'it may not be written', EROFS: 'the disk is read-only', ENOTDIR: 'a part of the path is no directory', ENOSPC: 'the disk is full' };
