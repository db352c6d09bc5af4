import type { StepResult } from '../model/attack-path.ts';
import type { Locate } from '../model/locate.ts';
import type { PathStep } from './path.ts';
import { verifyOf } from './verify.ts';

/** A step with all that is known of it. */
export function stepResult(step: PathStep, locate: Locate): StepResult {
  const { technique, from, also, to, verdict, reasons, evidence, gaps, counted } = step;
  const { id, title, aliases, attack, microsoft, detects, removes } = technique;
  return { technique: id, title, aliases, attack, microsoft, from, ...(also.length > 0 ? { also } : {}), to, verdict, counted, reasons, evidence: evidence.map(locate), gaps, verify: verifyOf(step), removes, detects };
}
