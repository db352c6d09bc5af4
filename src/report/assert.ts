import type { Assessment } from '../model/assessment.ts';
import type { InvariantResult, InvariantVerdict } from '../model/invariant.ts';
import { listed, many } from './screen.ts';
import type { ShownPath } from './terminal-paths.ts';

/** An invariant with its path as people read it. */
export interface ShownInvariant {
  readonly result: InvariantResult;
  readonly path: ShownPath | null;
  /** Ends that get there, as people write them. */
  readonly offenders: readonly string[];
}

export interface AssertReport {
  readonly tool: Assessment['tool'];
  readonly file: string;
  readonly invariants: readonly ShownInvariant[];
}

const shownOffenders = 5;

export function counts(invariants: readonly ShownInvariant[]): Readonly<Record<InvariantVerdict, number>> {
  const of = (verdict: InvariantVerdict): number => invariants.filter(({ result }) => result.verdict === verdict).length;
  return { pass: of('pass'), fail: of('fail'), unknown: of('unknown') };
}

/** What is so, in one sentence; the empty text where the invariant is kept. */
export function sentenceOf({ result: { verdict, notes }, path, offenders }: ShownInvariant): string {
  if (!path) return verdict === 'unknown' ? `not known: ${notes.join('; ')}` : '';
  const others = offenders.filter((each) => each !== path.from);
  const more = others.length === 0 ? '' : `; so ${verdict === 'fail' ? 'do' : 'may'} ${many(others.length, 'other')}: ${listed(others, shownOffenders)}`;
  return `${path.from} ${verdict === 'fail' ? 'reaches' : 'may reach'} ${path.to} in ${many(path.length, 'step')}${verdict === 'fail' ? '' : ', if something that is not known is so'}${more}`;
}

/** The path as plain lines. */
export function pathText({ path }: ShownInvariant): readonly string[] {
  let count = 0;
  return (path?.steps ?? []).map(({ what, reasons, place, counted, certain }) => `${counted ? `${++count}. ` : '   '}${what}${certain ? '' : ' (?)'}${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}${place === undefined ? '' : `, ${place}`}`);
}

/** Questions whose answers would decide it. */
export function questionsOf({ result: { path } }: ShownInvariant): readonly string[] {
  return [...new Set((path?.steps ?? []).flatMap(({ gaps }) => gaps.map(({ ask }) => ask)))];
}
