import type { Component } from './engines/components/component.ts';
import type { ComponentResult, GapResult, RuleSummary, RuleVerdict } from './model/assessment.ts';
import type { Gap } from './model/gap.ts';
import type { Locate } from './model/locate.ts';
import { redactedSetting } from './model/mask.ts';
import type { RuleRun } from './rules/run.ts';

export const ruleVerdicts: readonly RuleVerdict[] = ['pass', 'fail', 'unknown', 'not-applicable'];

/** Nodes whose kubelets are alike are one row. */
export function componentResults(all: readonly Component[], locate: Locate): readonly ComponentResult[] {
  const groups = Map.groupBy(all, ({ id, likeness }) => `${id}|${likeness}`);
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first) return [];
    const { id, ref, found, foundBy, sure, version, listens } = first;
    return [{
      id: `component/${id}`, name: ref.name, found, foundBy, sure, version: version.known ? version.value : null, where: alike.flatMap(({ nodes }) => nodes), exposure: listens,
      configuration: first.configuration().map(({ name, value, origin, evidence }) => ({ name, value: value === null ? null : redactedSetting(name, value), source: origin, evidence: locate(evidence) })),
      evidence: version.known ? version.evidence.map(locate) : [],
    }];
  });
}

/** How many there are of each. */
export function counted<K extends string>(values: readonly K[], keys: readonly K[]): Record<K, number> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
  for (const value of values) counts[value]++;
  return counts;
}

/** One verdict of a rule for all that it judged. */
export function summaryOf(run: RuleRun): RuleSummary {
  const counts = { pass: run.passes, fail: run.fails.length, unknown: run.unknowns.length, 'not-applicable': run.notApplicable };
  const verdict = counts.fail > 0 ? 'fail' : counts.unknown > 0 ? 'unknown' : counts.pass > 0 ? 'pass' : 'not-applicable';
  return { id: run.rule.id, verdict, counts, gaps: [...new Set(run.unknowns.flatMap(({ gaps }) => gaps.map(({ id }) => id)))] };
}

type WithGaps = { readonly gaps: readonly Gap[] };

/** The questions, those that decide most first. */
export function gapResults(runs: readonly RuleRun[], guide: readonly WithGaps[], model: readonly WithGaps[]): readonly GapResult[] {
  const counts = new Map<Gap, { rules: number; recommendations: number; threats: number }>();
  const add = (gap: Gap, what: 'rules' | 'recommendations' | 'threats'): void => {
    const count = counts.get(gap) ?? { rules: 0, recommendations: 0, threats: 0 };
    count[what]++;
    counts.set(gap, count);
  };
  for (const run of runs) for (const gap of new Set(run.unknowns.flatMap(({ gaps }) => gaps))) add(gap, 'rules');
  for (const { gaps } of guide) for (const gap of gaps) add(gap, 'recommendations');
  for (const { gaps } of model) for (const gap of gaps) add(gap, 'threats');
  return [...counts]
    .map(([gap, blocks]) => ({ ...gap, blocks }))
    .toSorted((a, b) => total(b) - total(a) || (a.id < b.id ? -1 : 1));
}

function total({ blocks }: GapResult): number {
  return blocks.rules + blocks.recommendations + blocks.threats;
}

