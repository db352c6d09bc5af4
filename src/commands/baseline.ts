import { baselineOf, type Baseline } from '../decisions/baseline.ts';
import { UsageError } from './exit.ts';
import { readReport } from './report-file.ts';

const hint = 'Make one: glacis scan SOURCE --format json --output FILE';

/** The findings of an earlier report. @throws UsageError where the file is none */
export function readBaseline(file: string): Baseline {
  const baseline = baselineOf(reportIn(file));
  if (!baseline) throw new UsageError(`--baseline ${file} is no report of this tool`, hint);
  return baseline;
}

function reportIn(file: string): unknown {
  try {
    return readReport(file);
  } catch (error) {
    throw new UsageError(`--baseline ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, hint);
  }
}
