import { recommendations } from '../guide/index.ts';
import type { Assessment } from '../model/assessment.ts';
import { verdictCounts, withFindings } from '../decisions/recount.ts';
import { rules } from '../rules/registry.ts';
import { themes } from '../rules/themes.ts';
import { nearest, UsageError } from './exit.ts';

/** The rules that `--select` names: by id, by theme, or all that decide a recommendation. @throws UsageError for a word that names none */
export function selectedRules(words: readonly string[]): ReadonlySet<string> {
  const selected = new Set<string>();
  for (const word of words) {
    const ids = rulesNamed(word);
    if (ids.length === 0) throw unknownRule(word);
    for (const id of ids) selected.add(id);
  }
  return selected;
}

function rulesNamed(word: string): readonly string[] {
  const recommendation = recommendations.find(({ id }) => id === word || id === `nsa/${word}`);
  return rules.map(({ id }) => id).filter((id) => id === word || themes[id] === word || recommendation?.decidedBy.includes(id) === true);
}

function unknownRule(word: string): UsageError {
  if (recommendations.some(({ id }) => id === word || id === `nsa/${word}`)) return new UsageError(`--select ${word}: no rule of this version decides it`, `glacis explain ${word} says who can.`);
  const near = nearest(word, [...rules.map(({ id }) => id), ...Object.values(themes)]);
  return new UsageError(`--select ${word} is no rule, theme or recommendation`, near === undefined ? 'glacis rules lists the rules by theme.' : `Did you mean ${near}?`);
}

/** The assessment with the findings and verdicts of those rules alone; threats and recommendations stay whole. */
export function narrowed(assessment: Assessment, selected: ReadonlySet<string>): Assessment {
  const summaries = assessment.rules.filter(({ id }) => selected.has(id));
  const whole = withFindings(assessment, assessment.findings.filter(({ rule }) => selected.has(rule)));
  return { ...whole, rules: summaries, summary: { ...whole.summary, rules: verdictCounts(summaries) } };
}
