import type { RuleText } from '../report/format.ts';
import { recommendations } from '../guide/index.ts';
import { referencesOf } from '../knowledge/standards/index.ts';
import { rules } from '../rules/registry.ts';
import { themes } from '../rules/themes.ts';
import { baseSeverity } from './topics/severity.ts';

const texts: ReadonlyMap<string, RuleText> = new Map(rules.map(({ id, title, why, fix, severity }) => {
  const references = [...recommendations.filter(({ decidedBy }) => decidedBy.includes(id)).map((each) => each.id), ...referencesOf(id)];
  return [id, { id, theme: themes[id] ?? 'other', title, why, fix, severity: baseSeverity(severity), references }];
}));

/** What a rule says of itself, by its id. @throws Error for an id that no rule has */
export function ruleText(id: string): RuleText {
  const found = texts.get(id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
}
