import type { RecommendationResult, RuleVerdict } from '../model/assessment.ts';
import { gap, type Gap } from '../model/gap.ts';
import { rbacGap } from '../engines/rights.ts';
import type { Locate } from '../model/locate.ts';
import type { RuleRun } from '../rules/run.ts';
import type { Recommendation } from './define.ts';

export interface EvaluatedRecommendation {
  readonly result: RecommendationResult;
  readonly gaps: readonly Gap[];
}

const mostEvidence = 20;

/**
 * The verdict of one recommendation from the rules that decide it and the question for a person that remains.
 * One known breach fails it; it passes only when nothing is left open.
 */
export function evaluateRecommendation(recommendation: Recommendation, runs: ReadonlyMap<string, RuleRun>, locate: Locate): EvaluatedRecommendation {
  const deciding = recommendation.decidedBy.flatMap((id) => runs.get(id) ?? []);
  const counts = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 };
  for (const run of deciding) {
    counts.pass += run.passes;
    counts.fail += run.fails.length;
    counts.unknown += run.unknowns.length;
    counts['not-applicable'] += run.notApplicable;
  }
  const open = openQuestions(recommendation, deciding);
  const verdict = verdictOf(recommendation, counts, open);
  const gaps = verdict === 'unknown' ? [...new Set([...deciding.flatMap((run) => run.unknowns.flatMap((each) => each.gaps)), ...open])] : [];
  const failing = deciding.flatMap((run) => run.fails);
  return {
    result: {
      id: recommendation.id,
      verdict,
      counts,
      gaps: gaps.map(({ id }) => id),
      evidence: failing.slice(0, mostEvidence).flatMap((fail) => fail.breaches.slice(0, 1).map((breach) => locate(breach.evidence[0]))),
      assumed: failing.length > 0 ? failing.every((fail) => fail.assumed) : deciding.some((run) => run.assumedPasses > 0),
    },
    gaps,
  };
}

/** What no rule of this version decides: a question for a person, or a source that was not read. */
function openQuestions(recommendation: Recommendation, deciding: readonly RuleRun[]): readonly Gap[] {
  const short = recommendation.id.slice('nsa/'.length);
  const missing = recommendation.decidedBy.length - deciding.length;
  if (missing > 0) return [gap('not-assessed', `gap/not-assessed/${short}`, `${missing} of the ${recommendation.decidedBy.length} rules that decide ${recommendation.id} are not in this version.`)];
  if (recommendation.question !== undefined) return [gap('person', `gap/attest/${short}`, `${recommendation.question} (attest ${recommendation.id})`)];
  // Bindings of the whole cluster are never complete from files: that nobody holds a right stays unknown.
  if (deciding.some((run) => run.rule.on === 'grant')) return [rbacGap];
  if (deciding.length > 0) return [];
  return [gap('not-assessed', `gap/not-assessed/${short}`, recommendation.decidedWith ?? 'This version of Glacis describes the recommendation and does not decide it yet.')];
}

function verdictOf(recommendation: Recommendation, counts: Readonly<Record<RuleVerdict, number>>, open: readonly Gap[]): RuleVerdict {
  if (recommendation.obsolete !== undefined) return 'not-applicable';
  if (counts.fail > 0) return 'fail';
  if (counts.unknown > 0 || open.length > 0) return 'unknown';
  return counts.pass > 0 ? 'pass' : 'not-applicable';
}
