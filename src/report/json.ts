import type { Assessment } from '../model/assessment.ts';
import { severities } from './view.ts';

// JSON leaves these as they are, and a terminal would act on them: C1 controls, and marks that hide or turn round text.
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;
// Longer lists are written item by item: a report of a large cluster is longer than a string may be.
const longList = 500;

/** `glacis.report/v1`: byte-equal for equal input. */
export function jsonReport(assessment: Assessment): string {
  return [...jsonChunks(assessment)].join('');
}

/** As `jsonReport`, in pieces. */
export function* jsonChunks(assessment: Assessment): Iterable<string> {
  yield* objectChunks(Object.entries(assessment), '');
  yield '\n';
}

/** `glacis.reports/v1`: a report of each cluster, whole, behind what they come to. */
export function* severalJsonChunks(assessments: readonly Assessment[]): Iterable<string> {
  const [first] = assessments;
  if (!first) return;
  const findings = Object.fromEntries(severities.map((severity) => [severity, assessments.reduce((sum, { summary }) => sum + summary.findings[severity], 0)]));
  yield `{\n  "schema": "glacis.reports/v1",\n  "tool": ${safeJson(first.tool, '  ')},\n  "summary": ${safeJson({ clusters: assessments.length, findings }, '  ')},\n  "clusters": [`;
  for (const [index, assessment] of assessments.entries()) {
    yield index === 0 ? '\n    ' : ',\n    ';
    yield* objectChunks(Object.entries(assessment), '    ');
  }
  yield '\n  ]\n}\n';
}

/** JSON in which every character that a terminal could act on is escaped; parsed, it is the same. */
export function safeJson(value: unknown, indent: string = ''): string {
  const text = JSON.stringify(value, null, 2).replaceAll(unsafe, (found) => Array.from({ length: found.length }, (_, index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, '0')}`).join(''));
  return indent === '' ? text : text.replaceAll('\n', `\n${indent}`);
}

function* objectChunks(entries: readonly (readonly [string, unknown])[], indent: string): Iterable<string> {
  let before = '{';
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    yield `${before}\n${indent}  ${JSON.stringify(key)}: `;
    yield* valueChunks(value, `${indent}  `);
    before = ',';
  }
  yield before === '{' ? '{}' : `\n${indent}}`;
}

function* valueChunks(value: unknown, indent: string): Iterable<string> {
  if (!Array.isArray(value) || value.length === 0) return yield safeJson(value, indent);
  let before = '[';
  for (const item of value as readonly unknown[]) {
    yield `${before}\n${indent}  `;
    yield* itemChunks(item, `${indent}  `);
    before = ',';
  }
  yield `\n${indent}]`;
}

/** Fields that are computed when they are read are read once. */
function* itemChunks(item: unknown, indent: string): Iterable<string> {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return yield safeJson(item, indent);
  const plain: object = 'toJSON' in item && typeof item.toJSON === 'function' ? (item.toJSON() as object) : item;
  const entries = Object.entries(plain);
  if (entries.some(([, value]) => Array.isArray(value) && value.length > longList)) yield* objectChunks(entries, indent);
  else yield safeJson(Object.fromEntries(entries), indent);
}
