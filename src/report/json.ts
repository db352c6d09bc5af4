import type { Assessment } from '../model/assessment.ts';

/** `glacis.report/v1`: byte-equal for equal input. Byte ranges of origins are internal and left out. */
export function jsonReport(assessment: Assessment): string {
  return `${JSON.stringify(assessment, (key, value: unknown) => (key === 'origin' ? undefined : value), 2)}\n`;
}
