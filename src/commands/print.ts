import { writeFileSync } from 'node:fs';
import type { Screen } from '../report/screen.ts';

const narrowest = 60;

/** The screen of this process: colour only on a terminal that wants it. */
export function screenOf(stream: NodeJS.WriteStream = process.stdout): Screen {
  const colour = stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';
  const asked = Number(process.env['COLUMNS']);
  const columns = stream.columns ?? (Number.isInteger(asked) && asked > 0 ? asked : 100);
  return { columns: Math.max(narrowest, columns), colour };
}

/** Prints to a file or to standard output. */
export function print(text: string, file?: string): void {
  if (file === undefined) process.stdout.write(text);
  else writeFileSync(file, text);
}
