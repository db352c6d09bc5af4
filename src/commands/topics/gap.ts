import type { Assessment, GapResult } from '../../model/assessment.ts';
import type { GapSource } from '../../model/gap.ts';
import { filled, type Explanation, type Item } from '../../report/explanation.ts';
import { itemOf } from './references.ts';

/** Who or what answers a question, as a person reads it. */
export const sourceWords: Readonly<Record<GapSource, string>> = {
  api: 'the API of the cluster', node: 'the nodes', flags: 'flags of the control plane', cloud: 'the cloud account', registry: 'the image registry', audit: 'the audit log', person: 'a person',
  'policy-engine': 'another policy engine', version: 'the version of Kubernetes', 'not-assessed': 'a later version of Glacis',
};

/** A question that is open, what answers it, and every verdict that waits for it. */
export function gapExplained(gap: GapResult, { rules, recommendations, threats }: Assessment): Explanation {
  const waiting = (list: readonly { readonly id: string; readonly gaps: readonly string[] }[]): readonly Item[] => list.filter(({ gaps }) => gaps.includes(gap.id)).map(({ id }) => itemOf(id));
  return {
    id: gap.id,
    kind: 'gap',
    title: 'A question that is open',
    tags: [`decided by ${sourceWords[gap.source]}`],
    text: gap.ask,
    sections: filled([
      { heading: 'Rules', items: waiting(rules) },
      { heading: 'Guide', items: waiting(recommendations) },
      { heading: 'Threats', items: waiting(threats) },
    ]),
  };
}
