import type { Assessment, GapResult } from '../../model/assessment.ts';
import { filled, type Explanation, type Item } from '../../report/explanation.ts';
import { answeredBy } from '../../report/view.ts';
import { itemOf } from './references.ts';

/** A question that is open, what answers it, and every verdict that waits for it. */
export function gapExplained(gap: GapResult, { rules, recommendations, threats }: Assessment): Explanation {
  const waiting = (list: readonly { readonly id: string; readonly gaps: readonly string[] }[]): readonly Item[] => list.filter(({ gaps }) => gaps.includes(gap.id)).map(({ id }) => itemOf(id));
  return {
    id: gap.id,
    kind: 'gap',
    title: 'A question that is open',
    tags: [`decided by ${answeredBy[gap.source]}`],
    text: gap.ask,
    sections: filled([
      { heading: 'Rules', items: waiting(rules) },
      { heading: 'Guide', items: waiting(recommendations) },
      { heading: 'Threats', items: waiting(threats) },
    ]),
  };
}
