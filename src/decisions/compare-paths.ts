import type { Severity } from '../model/assessment.ts';
import type { Difference, PathChange, PathEnd, StatePath } from '../model/difference.ts';

/** Which paths opened and closed, by kind of foothold and goal. One that was only possible and is certain now has opened, and the other way round. */
export function comparePaths(before: readonly StatePath[], after: readonly StatePath[]): Exclude<Difference['paths'], null> {
  const key = ({ kind, to }: StatePath): string => `${kind} ${to}`;
  const [old, now] = [new Map(before.map((path) => [key(path), path])), new Map(after.map((path) => [key(path), path]))];
  const changes = [...new Set([...old.keys(), ...now.keys()])].toSorted().map((each) => changeOf(old.get(each), now.get(each)));
  const real = changes.filter((each) => each !== undefined);
  const sure = (end: PathEnd | null): boolean => end?.verdict === 'certain';
  const opened = real.filter(({ before: was, after: is }) => (is !== null && was === null) || (sure(is) && !sure(was)));
  const closed = real.filter((each) => !opened.includes(each) && (each.after === null || (sure(each.before) && !sure(each.after))));
  return { opened, closed, changed: real.filter((each) => !opened.includes(each) && !closed.includes(each)), same: changes.length - real.length };
}

function changeOf(was: StatePath | undefined, is: StatePath | undefined): PathChange | undefined {
  const either = is ?? was;
  if (!either) return undefined;
  const [before, after] = [was ? endOf(was) : null, is ? endOf(is) : null];
  if (before && after && before.verdict === after.verdict && before.length === after.length && before.starts === after.starts) return undefined;
  return { kind: either.kind, to: either.to, before, after, worse: isWorse(before, after) };
}

function endOf({ from, verdict, length, starts }: StatePath): PathEnd {
  return { from, verdict, length, starts };
}

function isWorse(before: PathEnd | null, after: PathEnd | null): boolean {
  if (!after) return false;
  if (!before) return true;
  if (before.verdict !== after.verdict) return after.verdict === 'certain';
  return after.length < before.length || after.starts > before.starts;
}

/** How grave it is that a path opened: one from outside is worse than one from a foothold, and one that may be is less than one that is. */
export function graveOf({ kind, after }: PathChange): Severity {
  if (after?.verdict !== 'certain') return 'low';
  return kind === 'internet' ? 'critical' : 'high';
}
