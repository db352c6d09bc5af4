import type { Assessment } from '../model/assessment.ts';

// JSON leaves these as they are, and a terminal would act on them: C1 controls, and marks that hide or turn round text.
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** `glacis.report/v1`: byte-equal for equal input. */
export function jsonReport(assessment: Assessment): string {
  return `${safeJson(assessment)}\n`;
}

/** JSON in which every character that a terminal could act on is escaped; parsed, it is the same. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(unsafe, (text) => Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''));
}
