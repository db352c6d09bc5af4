import { resolve } from 'node:path';
import { UsageError } from './exit.ts';

/** One `--format` or `--output` of the command line; `--format sarif=out.sarif` is both. */
export interface Word {
  readonly format?: string;
  readonly output?: string;
}

export interface Output {
  readonly format: string;
  /** Left out for standard output. */
  readonly file?: string;
}

/**
 * What to write where. A file belongs to the format before it, or where that has one or none stands there to the next that has none;
 * the terminal's is the format of a file without any.
 * @throws UsageError where two would go to one place
 */
export function outputsOf(words: readonly Word[]): readonly Output[] {
  const made: { format?: string; file?: string }[] = [];
  for (const { format, output } of words) {
    const last = made.at(-1);
    if (format !== undefined && output === undefined && last && last.format === undefined) last.format = format;
    else if (format !== undefined) made.push({ format, ...(output === undefined ? {} : { file: output }) });
    else if (output !== undefined && last && last.file === undefined) last.file = output;
    else if (output !== undefined) made.push({ file: output });
  }
  const outputs = made.map(({ format, file }): Output => ({ format: format ?? 'terminal', ...(file === undefined || file === '-' ? {} : { file }) }));
  const [first, second] = outputs.filter(({ file }) => file === undefined);
  if (first && second) throw new UsageError(`${first.format} and ${second.format} would both go to standard output`, `Give all but one a file: --format ${second.format}=FILE`);
  const twice = outputs.find(({ file }, index) => file !== undefined && outputs.slice(0, index).some((before) => before.file !== undefined && resolve(before.file) === resolve(file)));
  if (twice) throw new UsageError(`two formats would be written to ${twice.file}`, 'Give each a file of its own.');
  if (outputs.some(({ file }) => file === '')) throw new UsageError('a format is followed by = and no file', 'Such as: --format sarif=out.sarif');
  return outputs.length === 0 ? [{ format: 'terminal' }] : outputs;
}
