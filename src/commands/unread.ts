import type { SkippedCount } from '../model/assessment.ts';
import type { Problem, SkipReason, Snapshot } from '../model/snapshot.ts';
import { skippedCounts } from '../assessed-input.ts';
import { many, printable } from '../report/screen.ts';
import { problemText } from '../report/view.ts';
import { exit } from './exit.ts';

/** What was given and not read, as a snapshot holds it or a report. */
export interface Unread {
  readonly problems: readonly Problem[];
  readonly skipped: readonly SkippedCount[];
}

export const sourceHint = 'A SOURCE is a file, directory or glob of manifests or dumps, a snapshot, a support bundle, kustomize:DIR, helm:CHART, or - for standard input.';
const mostSaid = 3;
const broken: ReadonlySet<string> = new Set<SkipReason>(['not valid', 'unreadable']);

export function unreadOf({ problems, skipped }: Pick<Snapshot, 'problems' | 'skipped'>): Unread {
  return { problems, skipped: skippedCounts(skipped) };
}

/** A file of which a part was not read is a source that failed. */
export function isBroken({ skipped }: Pick<Unread, 'skipped'>): boolean {
  return skipped.some(({ reason }) => broken.has(reason));
}

/** Says on stderr what an answer leaves out. Those that list it themselves need it not. @returns the exit status that it asks for */
export function sayUnread(unread: Unread): number {
  for (const line of problemLines(unread)) process.stderr.write(`glacis: not read: ${printable(line)}\n`);
  return isBroken(unread) ? exit.input : exit.done;
}

/** Why there is no object in what was given, and what to do about it: one line each. */
export function whyNothing(unread: Unread): string {
  const { problems, skipped } = unread;
  // What is broken or a template is a problem as well, and said with its remedy.
  const said = skipped.filter(({ reason }) => problems.length === 0 || !(broken.has(reason) || reason === 'unrendered template'));
  return [...problemLines(unread), ...said.map(skippedLine), ...(problems.length === 0 ? [sourceHint] : [])].join('\n');
}

function problemLines({ problems }: Unread): readonly string[] {
  const lines = problems.slice(0, mostSaid).map((problem) => `${problem.file}:${problem.line} ${problemText(problem)}`);
  return problems.length > mostSaid ? [...lines, `and ${many(problems.length - mostSaid, 'more problem')}: glacis scan --all lists them`] : lines;
}

function skippedLine({ reason, count, examples: [first = ''] }: SkippedCount): string {
  return `${reason}: ${first}${count > 1 ? ` and ${count - 1} more` : ''}`;
}
