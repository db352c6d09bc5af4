import { editionsAt, entryOf, referencesOf } from '../../knowledge/standards/index.ts';
import { recommendations } from '../../guide/index.ts';
import type { AnyRule } from '../../rules/define.ts';
import { rules } from '../../rules/registry.ts';
import { decidedByRules } from '../../threats/decided-by-rules.ts';
import { threats } from '../../threats/index.ts';
import { components } from '../../knowledge/glossary/index.ts';
import { parseVersion } from '../../lang/version.ts';
import type { Assessment } from '../../model/assessment.ts';
import type { Item, Section } from '../../report/explanation.ts';

/** What the standards call it: one edition of each family, the one for the cluster's version where that is known. */
export function referenceSection(id: string, here?: Assessment): Section {
  const version = here?.input.kubernetesVersion;
  const editions = editionsAt(version == null ? undefined : parseVersion(version)?.minor);
  const items = editions.flatMap((edition) =>
    referencesOf(id).flatMap((reference): Item[] => (reference.startsWith(`${edition.id}/`) ? [{ id: reference, text: entryOf(reference)?.title ?? '' }] : [])),
  );
  return { heading: 'References', items };
}

/** An id of ours with its title; an id that this version does not have keeps its name alone. */
export function itemOf(id: string): Item {
  return { id, text: titles.get(id) ?? '' };
}

const titles: ReadonlyMap<string, string> = new Map([...rules, ...threats, ...recommendations, ...components].map(({ id, title }) => [id, title]));

/** Whether this version has something to say of an id of ours. */
export function isKnown(id: string): boolean {
  return titles.has(id);
}

/** Recommendations that a rule decides. */
export function guideOf(rule: string): readonly Item[] {
  return recommendations.filter(({ decidedBy }) => decidedBy.includes(rule)).map(({ id }) => itemOf(id));
}

/** Threats that rest on a rule; where none does, those that its recommendations stop. */
export function threatsOf(rule: string): readonly Item[] {
  const direct = Object.entries(decidedByRules).filter(([, row]) => row.rules.some(({ id }) => id === rule)).map(([id]) => id);
  const guide = new Set(guideOf(rule).map(({ id }) => id));
  const found = direct.length > 0 ? direct : threats.filter(({ mitigatedBy }) => mitigatedBy.some((id) => guide.has(id))).map(({ id }) => id);
  return found.map(itemOf);
}

/** Rules whose findings make a threat present. */
export function rulesOf(threat: string): readonly AnyRule[] {
  return decidedByRules[threat]?.rules ?? [];
}
