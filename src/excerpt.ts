import { editYaml, type FieldEdit } from './lang/yaml/edit.ts';
import { YamlPlaces } from './lang/yaml/locate.ts';
import { lineDiff } from './lang/line-diff.ts';
import { sourceOf, type EvidenceSource } from './locate.ts';
import { maskedText } from './masked-text.ts';
import type { Finding } from './model/assessment.ts';
import type { Change } from './model/change.ts';
import type { Excerpt, ExcerptLine } from './model/excerpt.ts';
import { refKey } from './model/object.ts';

const before = 1;
const after = 2;
const mostChanged = 40;
// A dump without line ends, or one list of everything, is nothing that a person reads lines of.
const longestLine = 400;
const largest = 512 * 1024;

export interface Document {
  readonly key: string;
  readonly text: string;
  readonly masked: readonly string[];
}

// Findings come object by object: the last document serves the next one.
let last: Document | undefined;

/** The lines of the user's file that a finding speaks of, and what its change makes of them; null where no file holds them. */
export function excerptOf(finding: Finding): Excerpt | null {
  const [first] = finding.evidence;
  const source = first && sourceOf(first);
  if (!source || !first.location) return null;
  const document = documentOf(source);
  if (!document) return null;
  const base = source.origin.line;
  const index = first.location.line - base;
  const from = Math.max(0, index - before);
  const lines = document.masked.slice(from, index + after + 1).map((text, at): ExcerptLine => ({ number: base + from + at, text, sign: from + at === index ? 'marked' : 'same' }));
  if (lines.length === 0 || lines.some(({ text }) => text.length > longestLine)) return null;
  const { change } = finding;
  const own = change !== null && refKey(change.target) === refKey(first.object);
  return { file: first.location.file, lines, change: own ? changeLines(change, source, document) : [] };
}

/** Undefined where it is no text that a person reads lines of. */
export function documentOf(source: EvidenceSource): Document | undefined {
  const { origin } = source;
  const key = `${origin.file}:${origin.start}:${origin.end}`;
  if (last?.key === key) return last;
  if (origin.end - origin.start > largest) return undefined;
  const text = readText(source);
  const masked = text === undefined ? undefined : maskedLines(text);
  return text !== undefined && masked ? (last = { key, text, masked }) : undefined;
}

/** Undefined where the file has gone since, or is no text. */
function readText(source: EvidenceSource): string | undefined {
  try {
    const text = source.bytes().toString('utf8');
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Its lines with every credential masked; undefined where it is no document. */
export function maskedLines(text: string): readonly string[] | undefined {
  const { root } = new YamlPlaces(text);
  return root && maskedText(text, root).split(/\r?\n/);
}

/** The document with a change made in it; undefined where that could not be done without changing more. */
export function editedText({ edits }: Change, { origin }: EvidenceSource, text: string): string | undefined {
  const made = edits.flatMap((edit): readonly FieldEdit[] => (edit.op === 'create' || edit.op === 'delete' ? [] : [{ ...edit, path: [...(origin.at ?? []), ...edit.path] }]));
  if (made.length !== edits.length) return undefined;
  const bytes = Buffer.from(text);
  return editYaml(bytes, { start: 0, end: bytes.length }, made).bytes?.toString('utf8');
}

function changeLines(change: Change, source: EvidenceSource, { text, masked }: Document): readonly ExcerptLine[] {
  const { origin } = source;
  const edited = editedText(change, source, text);
  const changed = edited === undefined ? undefined : maskedLines(edited);
  if (!changed) return [];
  const lines = lineDiff(masked, changed, before);
  return lines.length > mostChanged || lines.some((line) => line.text.length > longestLine) ? [] : lines.map((line) => ({ ...line, number: line.number === null ? null : origin.line + line.number - 1 }));
}
