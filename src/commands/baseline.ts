import { readFileSync } from 'node:fs';
import { baselineOf, type Baseline } from '../decisions/baseline.ts';
import { UsageError } from './exit.ts';

/** The findings of an earlier report. @throws UsageError where the file is none */
export function readBaseline(file: string): Baseline {
  const baseline = baselineOf(readJson(file));
  if (!baseline) throw new UsageError(`--baseline ${file} is no report of this tool`, 'Make one: glacis scan SOURCE --format json --output FILE');
  return baseline;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--baseline ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Make one: glacis scan SOURCE --format json --output FILE');
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
