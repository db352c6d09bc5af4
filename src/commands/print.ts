import { writeFileSync } from 'node:fs';
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
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? (reasons[String(error.code)] ?? error.message) : String(error);
    throw new UsageError(`--output ${file}: ${reason}`, 'Give a file in a directory that exists and may be written to.');
  }
}

const reasons: Readonly<Record<string, string>> = { ENOENT: 'its directory does not exist', EISDIR: 'that is a directory', EACCES: 'it may not be written', EROFS: 'the disk is read-only', ENOTDIR: 'a part of the path is no directory', ENOSPC: 'the disk is full' };
