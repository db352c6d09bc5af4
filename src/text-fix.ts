import { documentOf, editedText, maskedLines } from './excerpt.ts';
import { lineDiff } from './lang/line-diff.ts';
import { sourceOf } from './locate.ts';
import type { Finding } from './model/assessment.ts';
import { refKey } from './model/object.ts';
import type { Replacement, TextFix } from './model/text-fix.ts';

/**
 * The change of a finding as edits of the text of the user's file: whole lines, so that it is the same in every encoding. Null where
 * there is no change, where no YAML file holds the object, or where an edit would repeat a credential.
 */
export function textFixOf(finding: Finding): TextFix | null {
  const [first] = finding.evidence;
  const { change } = finding;
  const source = first && sourceOf(first);
  if (!source || change === null || source.origin.format !== 'yaml' || refKey(change.target) !== refKey(first.object)) return null;
  const document = documentOf(source);
  const after = document && editedText(change, source, document.text);
  if (after === undefined || after === document?.text) return null;
  const replacements = replacementsOf(document?.text ?? '', after);
  const shown = maskedLines(after);
  const open = new Set(shown);
  if (!replacements || replacements.some(({ text }) => text.split('\n').some((line) => !open.has(line.replace(/\r$/, ''))))) return null;
  const { file, line, start } = source.origin;
  // A document may begin within a line of its file: what stands before it there is not known here.
  if (start > 0 && replacements.some(({ startLine }) => startLine === 1)) return null;
  return { file, replacements: replacements.map((each) => ({ ...each, startLine: each.startLine + line - 1, endLine: each.endLine + line - 1 })) };
}

/** Undefined where whole lines cannot say it. */
export function replacementsOf(before: string, after: string): readonly Replacement[] | undefined {
  const found: { start: number; end: number; lines: string[] }[] = [];
  // The line that comes next, and whether the last of what was found goes on.
  let next = 1;
  let open: (typeof found)[number] | undefined;
  for (const { sign, number, text } of lineDiff(before.split('\n'), after.split('\n'), 1)) {
    if (sign === 'same') {
      open = undefined;
      next = (number ?? next) + 1;
      continue;
    }
    if (!open) found.push((open = { start: number ?? next, end: number ?? next, lines: [] }));
    if (sign === 'added') open.lines.push(text);
    else next = open.end = (number ?? next) + 1;
  }
  const replacements = found.map(({ start, end, lines }): Replacement => ({ startLine: start, startColumn: 1, endLine: end, endColumn: 1, text: lines.map((line) => `${line}\n`).join('') }));
  return replaced(before, replacements) === after ? replacements : undefined;
}

/** The text with whole lines replaced. */
function replaced(text: string, replacements: readonly Replacement[]): string {
  const lines = text.split('\n');
  let made = '';
  let at = 1;
  const kept = (to: number): string => lines.slice(at - 1, to - 1).map((line) => `${line}\n`).join('');
  for (const { startLine, endLine, text: own } of replacements) {
    made += kept(startLine) + own;
    at = endLine;
  }
  return made + lines.slice(at - 1).join('\n');
}
