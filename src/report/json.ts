import type { Assessment } from '../model/assessment.ts';

/** `glacis.report/v1`: byte-equal for equal input. */
export function jsonReport(assessment: Assessment): string {
  return `${JSON.stringify(assessment, null, 2)}\n`;
}
