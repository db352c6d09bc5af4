import type { Assessment, RecommendationResult, ThreatInstanceResult, ThreatResult, ThreatVerdict } from '../model/assessment.ts';
import type { DecisionResult } from '../model/decision.ts';
import type { Attestation } from './file.ts';
import { verdictCounts } from './recount.ts';

/** Answers by the question; the first answer to one holds. */
type Answers = ReadonlyMap<string, boolean>;

/**
 * Closes questions that only a person can answer. A yes passes a recommendation that waits for nothing else, and makes a threat
 * absent, since nothing but a word forbids it tomorrow; a no fails the recommendation. Of a threat a no decides nothing: where and how
 * grave it would be, no answer says.
 */
export function attest(assessment: Assessment, attestations: readonly Attestation[], isOver: (until: string | null) => boolean): { readonly assessment: Assessment; readonly results: readonly DecisionResult[] } {
  const asked = new Set(assessment.gaps.filter(({ source }) => source === 'person').map(({ id }) => id));
  const answers = new Map<string, boolean>();
  const results = attestations.map((each): DecisionResult => {
    const { question, answer, reason, owner, until, source } = each;
    const result = { kind: 'attestation', about: question, reason, owner, until, source, decides: asked.has(question) ? 1 : 0 } as const;
    if (isOver(until)) return { ...result, state: 'expired' };
    if (!asked.has(question)) return { ...result, state: 'unused' };
    if (answers.has(question)) return { ...result, state: 'redundant', decides: 0 };
    answers.set(question, answer);
    return { ...result, state: 'active' };
  });
  return { assessment: answers.size === 0 ? assessment : answered(assessment, answers), results };
}

function answered(assessment: Assessment, answers: Answers): Assessment {
  const recommendations = assessment.recommendations.map((each) => recommendationWith(each, answers));
  const threats = assessment.threats.map((each) => threatWith(each, answers));
  const waiting = new Set([...assessment.rules, ...recommendations, ...threats].flatMap(({ gaps }) => gaps));
  const gaps = assessment.gaps.filter(({ id }) => waiting.has(id)).map((gap) => ({ ...gap, blocks: { ...gap.blocks, recommendations: blocked(recommendations, gap.id), threats: blocked(threats, gap.id) } }));
  const counts: Record<ThreatVerdict, number> = { present: 0, unknown: 0, absent: 0, mitigated: 0, 'not-applicable': 0 };
  for (const { verdict } of threats) counts[verdict]++;
  const open = [...assessment.rules, ...recommendations, ...threats.filter((threat) => threat.assessed)].filter(({ verdict }) => verdict === 'unknown');
  const summary = { ...assessment.summary, recommendations: verdictCounts(recommendations), threats: counts, questions: gaps.filter(({ source }) => source !== 'not-assessed').length, blocked: open.length };
  return { ...assessment, recommendations, threats, gaps, summary };
}

function blocked(results: readonly { readonly gaps: readonly string[] }[], gap: string): number {
  return results.filter(({ gaps }) => gaps.includes(gap)).length;
}

function recommendationWith(result: RecommendationResult, answers: Answers): RecommendationResult {
  if (result.verdict !== 'unknown' || !result.gaps.some((gap) => answers.has(gap))) return result;
  if (result.gaps.some((gap) => answers.get(gap) === false)) return { ...result, verdict: 'fail', gaps: [] };
  const gaps = result.gaps.filter((gap) => !answers.has(gap));
  return gaps.length > 0 ? { ...result, gaps } : { ...result, verdict: 'pass', gaps };
}

function threatWith(result: ThreatResult, answers: Answers): ThreatResult {
  if (result.verdict !== 'unknown' || !result.gaps.some((gap) => answers.get(gap) === true)) return result;
  const gaps = result.gaps.filter((gap) => answers.get(gap) !== true);
  if (gaps.length > 0) return { ...result, gaps };
  const { unknown = 0, absent = 0, ...counts } = result.counts;
  return { ...result, verdict: 'absent', gaps, counts: { ...counts, absent: absent + unknown }, instances: result.instances.map(absentIfUnknown) };
}

function absentIfUnknown(instance: ThreatInstanceResult): ThreatInstanceResult {
  return instance.verdict === 'unknown' ? { ...instance, verdict: 'absent', gaps: [] } : instance;
}
