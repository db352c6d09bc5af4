import { excerptOf } from '../excerpt.ts';
import type { FormatView, GuideText, RuleText, ThreatText } from '../report/format.ts';
import { recommendations } from '../guide/index.ts';
import { referencesOf } from '../knowledge/standards/index.ts';
import { textFixOf } from '../text-fix.ts';
import type { CustomRule } from '../model/custom-rule.ts';
import { remember } from '../model/remember.ts';
import { customTheme, ruleOf } from '../rules/custom-rule.ts';
import { rules } from '../rules/registry.ts';
import { themes } from '../rules/themes.ts';
import { threats } from '../threats/index.ts';
import { baseSeverity } from './topics/severity.ts';

const textOf: (id: string) => RuleText | undefined = remember((id) => {
  const rule = rules.find((each) => each.id === id);
  if (!rule) return undefined;
  const { title, why, fix, severity } = rule;
  const references = [...recommendations.filter(({ decidedBy }) => decidedBy.includes(id)).map((each) => each.id), ...referencesOf(id)];
  return { id, theme: themes[id] ?? 'other', title, why, fix, severity: baseSeverity(severity), references };
});

/** What a rule says of itself, by its id. @param custom the rules of glacis.yaml @throws Error for an id that no rule has */
export function ruleTexts(custom: readonly CustomRule[]): (id: string) => RuleText {
  const own = new Map(custom.map((each) => [each.id, { id: each.id, theme: customTheme, title: each.title, why: each.why, fix: each.fix, severity: baseSeverity(ruleOf(each).severity), references: [] }]));
  return (id) => {
    const found = textOf(id) ?? own.get(id);
    if (!found) throw new Error(`no rule ${id}`);
    return found;
  };
}

const unknownThreat: ThreatText = { level: 'other', why: '', fix: '' };
const unknownRecommendation: GuideText = { section: 'Other', title: '', why: '' };
const threatOf: (id: string) => ThreatText | undefined = remember((id) => threats.find((threat) => threat.id === id));
const recommendationOf: (id: string) => GuideText | undefined = remember((id) => recommendations.find((recommendation) => recommendation.id === id));

/** What the catalogue and the guide say, and the lines of files, for a format that is read without anything else at hand. */
export const pageTexts: Pick<FormatView, 'threat' | 'recommendation' | 'excerpt' | 'textFix'> = {
  threat: (id) => threatOf(id) ?? unknownThreat,
  recommendation: (id) => recommendationOf(id) ?? unknownRecommendation,
  excerpt: excerptOf,
  textFix: textFixOf,
};
