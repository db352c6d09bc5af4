import type { PathResult, StepResult } from '../model/attack-path.ts';
import type { Locate } from '../model/locate.ts';
import type { Way } from './overview.ts';
import type { PathStep } from './path.ts';
import { verifyOf } from './verify.ts';

/** A step with all that is known of it. */
export function stepResult(step: PathStep, locate: Locate): StepResult {
  const { technique, from, also, to, verdict, reasons, evidence, gaps, counted } = step;
  const { id, title, aliases, attack, microsoft, detects, removes } = technique;
  return { technique: id, title, aliases, attack, microsoft, from, ...(also.length > 0 ? { also } : {}), to, verdict, counted, reasons, evidence: evidence.map(locate), gaps, verify: verifyOf(step), removes, detects };
}

/** A way as reports give it. @param most how many of its starts are named */
export function wayResult({ kind, goal, from, verdict, length, cost, steps, sources }: Way, locate: Locate, most: number = Infinity): PathResult {
  return { kind, from, to: goal, verdict, length, cost, starts: sources.length, sources: sources.slice(0, most), steps: steps.map((step) => stepResult(step, locate)) };
}

const kinds: Readonly<Record<string, string>> = { user: 'person', group: 'person', serviceaccount: 'account', pod: 'container' };

/** The kind of foothold that an end would be. */
export function kindOf(end: string): string {
  const kind = end.split(':')[0] ?? end;
  return kinds[kind] ?? kind;
}
