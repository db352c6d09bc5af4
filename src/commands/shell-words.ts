import { printable } from '../report/screen.ts';

/** A word as a shell takes it, so that proposed commands can be copied. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", `'\\''`)}'`;
}

/** The sources again, to follow a proposed command; nothing where none were given. */
export function sourceWords(sources: readonly string[]): string {
  return sources.map((source) => ` ${quoted(source)}`).join('');
}
