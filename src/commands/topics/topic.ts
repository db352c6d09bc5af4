import type { Assessment } from '../../model/assessment.ts';
import type { Explanation, TopicKind } from '../../report/explanation.ts';

/** Something that `glacis explain` can say without reading a cluster; with one it adds what is so there. */
export interface Topic {
  readonly id: string;
  readonly kind: TopicKind;
  readonly title: string;
  /** Other names by which people ask for it. */
  readonly aliases: readonly string[];
  explain(here?: Assessment): Explanation;
}
