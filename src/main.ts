import { CommanderError } from 'commander';
import { exit, UsageError } from './commands/exit.ts';
import { programOf } from './commands/program.ts';
import { printable } from './report/screen.ts';

/** The command line: parses, loads only the command that was asked for, and turns every outcome into an exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  let status: number = exit.done;
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const program = programOf((code) => {
    status = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
  if (error instanceof UsageError) return said(error.message, error.hint, exit.usage);
  if (error instanceof Error && error.name === 'SourceError') return said(error.message, 'hint' in error ? String(error.hint) : '', exit.input);
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`glacis: internal error\n${trace.split('\n').map(printable).join('\n')}\nPlease report it with this text, without secrets.\n`);
  return exit.internal;
}

/** Messages repeat what was typed and names of files: both can hold control characters. */
function said(message: string, hint: string, status: number): number {
  process.stderr.write(`glacis: ${printable(message)}\n${hint === '' ? '' : `${hint.split('\n').map(printable).join('\n')}\n`}`);
  return status;
}
