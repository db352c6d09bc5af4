import type { Assessment } from '../../model/assessment.ts';
import type { AnyRule } from '../../rules/define.ts';
import { rules } from '../../rules/registry.ts';
import { filled, type Explanation } from '../../report/explanation.ts';
import { findingItems, verdictText } from './here.ts';
import { guideOf, referenceSection, threatsOf } from './references.ts';
import { baseRows, baseSeverity, factorHead } from './severity.ts';
import { techniqueItems } from './technique.ts';
import type { Topic } from './topic.ts';

export const ruleTopics: readonly Topic[] = rules.map((rule) => ({ id: rule.id, kind: 'rule', title: rule.title, aliases: [], explain: (here) => ruleExplained(rule, here) }));

const judged: Readonly<Record<AnyRule['on'], string>> = {
  container: 'every container of every workload',
  workload: 'every workload',
  namespace: 'every namespace',
  grant: 'every binding with the role it names',
  component: 'a component of the cluster',
  object: 'objects of a kind',
  cluster: 'the cluster as a whole',
};

/** A rule, and what it finds here. */
export function ruleExplained(rule: AnyRule, here?: Assessment): Explanation {
  const result = here?.rules.find(({ id }) => id === rule.id);
  return {
    id: rule.id,
    kind: 'rule',
    title: rule.title,
    tags: ['rule', baseSeverity(rule.severity)],
    text: rule.why,
    sections: filled([
      result && { heading: 'Here', text: verdictText(result.verdict, result.counts) },
      here && { heading: 'Findings', items: findingItems(here.findings.filter((finding) => finding.rule === rule.id)) },
      { heading: 'Fix', text: rule.fix },
      { heading: 'Judges', text: rule.component ?? rule.kinds?.map((kind) => kind.replace(/^\//, '')).join(', ') ?? judged[rule.on] },
      { heading: 'Severity', rows: baseRows(rule.severity), head: factorHead },
      { heading: 'Guide', items: guideOf(rule.id) },
      { heading: 'Threats', items: threatsOf(rule.id) },
      { heading: 'Technique', items: techniqueItems(rule.id) },
      referenceSection(rule.id, here),
    ]),
  };
}
