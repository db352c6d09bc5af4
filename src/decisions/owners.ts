import ignore from 'ignore';
import type { Finding } from '../model/assessment.ts';

/** Who answers for a finding. @param labelsOf the labels of a namespace */
export type OwnersOf = (finding: Finding, labelsOf: (namespace: string) => Readonly<Record<string, string>>) => readonly string[];

/** Who owns a file by a CODEOWNERS file, as GitHub reads it: the last pattern that fits decides; one without owners takes them away. */
export function fileOwners(text: string): (path: string) => readonly string[] {
  const rows = text.split(/\r?\n/).flatMap((line) => {
    const [pattern, ...owners] = wordsOf(line);
    // A negation and a set of characters are not read there; sections of GitLab are not patterns.
    if (pattern === undefined || /^[!^]|^\[|[^\\]\[/.test(pattern)) return [];
    return [{ matches: matcher(pattern), owners }];
  });
  return (path) => rows.findLast(({ matches }) => matches(path))?.owners ?? [];
}

/** Words of a line without its comment; a blank behind a backslash belongs to the word. */
function wordsOf(line: string): readonly string[] {
  return (/^(?:[^#\\]|\\.)*/.exec(line)?.[0] ?? '').match(/(?:\\.|\S)+/g) ?? [];
}

function matcher(pattern: string): (path: string) => boolean {
  const rules = ignore().add(pattern);
  return (path) => rules.ignores(path) && !isBelowStar(pattern, path);
}

/** `docs/*` owns the files of that directory and not of those below, unlike what Git ignores. */
function isBelowStar(pattern: string, path: string): boolean {
  if (!pattern.endsWith('/*')) return false;
  const depth = pattern.replace(/^\//, '').split('/').length;
  return !pattern.includes('**') && path.split('/').length > depth;
}
