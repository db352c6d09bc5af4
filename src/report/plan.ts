import type { PlanChange, PlanResult } from '../model/plan.ts';
import { many, printable } from './screen.ts';

/** What a plan comes to, and how that is known. @param between ` from X to Y` where it was asked for between ends */
export function planSentence({ changes, before, after, cost, lowerBound, optimal, pathsOpened, lockedOut }: PlanResult, between: string = ''): string {
  if (before.pairs === 0) return `No path${between === '' ? ' to anything that matters' : between} was found that is certain: nothing has to be changed.`;
  if (changes.length === 0) return `${many(before.starts, 'starting point')} ${before.starts === 1 ? 'reaches' : 'reach'} something${between}, and none of the changes that Glacis knows cuts a path.`;
  const owners = lockedOut.length > 0 ? `${lockedOut.map(printable).join(', ')} would lose rights!` : 'whoever administers the cluster keeps every right';
  const best = optimal ? `No cheaper set does it (cost ${cost}, lower bound ${lowerBound}).` : `A cheaper set may do it: cost ${cost}, lower bound ${lowerBound}.`;
  return `${many(changes.length, 'change')} ${closes({ changes, before, after })}${between}. Proved: applied to the cluster, everything computed again: ${many(after.pairs, 'pair')} left, ${pathsOpened} opened; ${owners}. ${best}`;
}

/** `close every path from 3 starting points`. */
export function closes({ changes, before, after }: Pick<PlanResult, 'changes' | 'before' | 'after'>): string {
  const verb = changes.length === 1 ? 'closes' : 'close';
  return after.pairs === 0 ? `${verb} every path from ${many(before.starts, 'starting point')}` : `${verb} the paths of ${before.pairs - after.pairs} of ${many(before.pairs, 'pair')} of start and end`;
}

/** Changes with what was left before each and is left after it. */
export function turns({ changes, before }: Pick<PlanResult, 'changes' | 'before'>): readonly { readonly change: PlanChange; readonly before: PlanResult['before'] }[] {
  return changes.map((change, index) => ({ change, before: changes[index - 1]?.left ?? before }));
}

/** Why pairs stay, those with most pairs first. */
export function reasonsToStay({ remaining }: Pick<PlanResult, 'remaining'>): readonly { readonly why: string; readonly starts: readonly string[]; readonly goals: readonly string[] }[] {
  return [...Map.groupBy(remaining, ({ why }) => why.join('; '))].toSorted((a, b) => b[1].length - a[1].length).map(([why, list]) => ({ why: why === '' ? 'it is there already' : why, starts: [...new Set(list.map(({ from }) => from))], goals: [...new Set(list.map(({ to }) => to))] }));
}
