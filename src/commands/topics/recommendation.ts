import { guideNote, recommendations, type Decider, type GuideVersion, type Recommendation } from '../../guide/index.ts';
import type { Assessment } from '../../model/assessment.ts';
import { filled, type Explanation } from '../../report/explanation.ts';
import { threats } from '../../threats/index.ts';
import { findingItems, verdictText } from './here.ts';
import { isKnown, itemOf, referenceSection } from './references.ts';
import type { Topic } from './topic.ts';

export const recommendationTopics: readonly Topic[] = recommendations.map((each) => ({
  id: each.id, kind: 'recommendation', title: each.title, aliases: [each.id.slice('nsa/'.length)], explain: (here) => explained(each, here),
}));

const deciderWords: Readonly<Record<Decider, string>> = {
  api: 'objects of the API', flags: 'flags of the control plane', node: 'files of the nodes', cloud: 'the cloud account', registry: 'the image registry', probe: 'a connection that is tried', person: 'a person',
};
const sinceWords: Readonly<Record<GuideVersion, string>> = { all: 'in every version', '1.0': 'in version 1.0 alone', '1.1': 'from version 1.1', '1.2': 'from version 1.2' };

function explained(recommendation: Recommendation, here?: Assessment): Explanation {
  const { id, title, section, why, decidedBy, question, decidedWith, obsolete, how, since, wording } = recommendation;
  const result = here?.recommendations.find((each) => each.id === id);
  return {
    id,
    kind: 'recommendation',
    title,
    tags: [section, sinceWords[since], ...(wording === 'confirmed' ? [] : [wording])],
    text: why,
    sections: filled([
      result && { heading: 'Here', text: verdictText(result.verdict, result.counts) },
      here && { heading: 'Findings', items: findingItems(here.findings.filter(({ rule }) => decidedBy.includes(rule))) },
      here && result && { heading: 'Waits for', items: here.gaps.filter((gap) => result.gaps.includes(gap.id)).map((gap) => ({ id: gap.id, text: gap.ask })) },
      { heading: 'Decided by', items: decidedBy.map((rule) => (isKnown(rule) ? itemOf(rule) : { id: rule, text: 'not in this version' })) },
      { heading: 'Question', text: question ?? '' },
      { heading: 'Answered by', text: decidedWith ?? '' },
      { heading: 'Obsolete', text: obsolete ?? '' },
      { heading: 'Data from', text: how.map((each) => deciderWords[each]).join(', ') },
      { heading: 'Stops', items: threats.filter(({ mitigatedBy }) => mitigatedBy.includes(id)).map((threat) => itemOf(threat.id)) },
      referenceSection(id, here),
      { heading: 'Note', text: guideNote },
    ]),
  };
}
