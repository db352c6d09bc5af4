import { recommendations } from '../guide/index.ts';
import { standards } from '../knowledge/standards/index.ts';
import type { Assessment } from '../model/assessment.ts';
import { verdictCounts, withFindings } from '../decisions/recount.ts';
import { customTheme } from '../rules/custom-rule.ts';
import { rules } from '../rules/registry.ts';
import { optionalThemes } from '../rules/selection.ts';
import { themes } from '../rules/themes.ts';
import { nearest, UsageError } from './exit.ts';

/**
 * The rules that `--select` names: by id, by theme, all that decide a recommendation, or all that a standard speaks of.
 * @param custom ids of the rules of glacis.yaml
 * @throws UsageError for a word that names none
 */
export function selectedRules(words: readonly string[], custom: readonly string[] = []): ReadonlySet<string> {
  const selected = new Set<string>();
  for (const word of words) {
    const ids = word === customTheme ? custom : [...rulesNamed(word), ...custom.filter((id) => id === word)];
    if (ids.length === 0) throw unknownRule(word, custom);
    for (const id of ids) selected.add(id);
  }
  return selected;
}

/** The rules of themes. @throws UsageError for a word that names none */
export function rulesOfThemes(words: readonly string[], custom: readonly string[] = []): ReadonlySet<string> {
  const known = [...new Set(Object.values(themes)), customTheme];
  const wrong = words.find((word) => !known.includes(word));
  if (wrong !== undefined) {
    const near = nearest(wrong, known);
    throw new UsageError(`--theme ${wrong} is no theme`, near === undefined ? `One of: ${known.join(', ')}` : `Did you mean ${near}?`);
  }
  return new Set([...rules.map(({ id }) => id).filter((id) => words.includes(themes[id] ?? '')), ...(words.includes(customTheme) ? custom : [])]);
}

/** What a scan must judge beside the themes of security, so that these rules are asked. */
export function optionalThemesOf(selected: ReadonlySet<string>): readonly string[] {
  return [...optionalThemes].filter((theme) => rules.some(({ id }) => themes[id] === theme && selected.has(id)));
}

function rulesNamed(word: string): readonly string[] {
  const ours = new Set(recommendations.find(({ id }) => id === word || id === `nsa/${word}`)?.decidedBy ?? oursOf(word));
  return rules.map(({ id }) => id).filter((id) => id === word || themes[id] === word || ours.has(id));
}

/** Our ids behind an edition (`cis-2.0`), one of its entries (`cis-2.0/5.2.2`), a chapter of them (`cis-2.0/5.2`), or the guide (`nsa`). */
function oursOf(word: string): readonly string[] {
  if (word === 'nsa') return recommendations.flatMap(({ decidedBy }) => decidedBy);
  const at = word.indexOf('/');
  const edition = standards.find(({ id }) => id === (at < 0 ? word : word.slice(0, at)));
  const entry = at < 0 ? undefined : word.slice(at + 1);
  const entries = edition?.entries.filter(({ id }) => entry === undefined || id === entry || id.startsWith(`${entry}.`)) ?? [];
  return entries.flatMap(({ ours }) => ours);
}

function unknownRule(word: string, custom: readonly string[]): UsageError {
  if (word === customTheme) return new UsageError('--select custom: glacis.yaml has no rules', 'glacis init writes a file that shows how.');
  if (recommendations.some(({ id }) => id === word || id === `nsa/${word}`) || isStandard(word)) return new UsageError(`--select ${word}: no rule of this version decides it`, `glacis explain ${word} says who can.`);
  const near = nearest(word, [...rules.map(({ id }) => id), ...custom, ...Object.values(themes), ...standards.map(({ id }) => id)]);
  return new UsageError(`--select ${word} is no rule, theme, recommendation or standard`, near === undefined ? 'glacis rules lists the rules by theme.' : `Did you mean ${near}?`);
}

function isStandard(word: string): boolean {
  return standards.some(({ id, entries }) => id === word || entries.some((entry) => `${id}/${entry.id}` === word));
}

/** The assessment with the findings and verdicts of those rules alone; threats and recommendations stay whole. */
export function narrowed(assessment: Assessment, selected: ReadonlySet<string>): Assessment {
  const summaries = assessment.rules.filter(({ id }) => selected.has(id));
  const whole = withFindings(assessment, assessment.findings.filter(({ rule, also = [] }) => selected.has(rule) || also.some((id) => selected.has(id))));
  return { ...whole, rules: summaries, summary: { ...whole.summary, rules: verdictCounts(summaries) } };
}
