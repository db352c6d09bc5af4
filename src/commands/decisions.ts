import { existsSync, readFileSync } from 'node:fs';
import { nothingDecided, type DecisionFile, type Fault } from '../decisions/file.ts';
import { readDecisions } from '../decisions/read.ts';
import { vocabulary } from '../vocabulary.ts';
import { UsageError } from './exit.ts';

export const decisionName = 'glacis.yaml';

/**
 * What people decided: the file that was named, else `glacis.yaml` of the current directory, else what stands on objects alone.
 * Never a file of the SOURCE: what is scanned does not say what is accepted. @throws UsageError for a file that cannot be used
 */
export function decisionsOf(config: string | boolean | undefined): DecisionFile | undefined {
  if (config === false) return undefined;
  const name = typeof config === 'string' ? config : decisionName;
  if (typeof config !== 'string' && !existsSync(name)) return nothingDecided;
  const { file, faults } = readDecisions(textOf(name), name, vocabulary);
  demandNoFault(name, faults);
  return file;
}

/** @throws UsageError for the first thing that is wrong with a file */
export function demandNoFault(name: string, [first, ...more]: readonly Fault[]): void {
  if (first) throw new UsageError(`${name}:${first.line}: ${first.message}${more.length === 0 ? '' : ` (and ${more.length} more: line ${[...new Set(more.map(({ line }) => line))].slice(0, 5).join(', ')})`}`, first.hint);
}

function textOf(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new UsageError(`--config ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'glacis init writes one to start from.');
  }
}
