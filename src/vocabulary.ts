import type { Vocabulary } from './decisions/read.ts';
import { recommendations } from './guide/index.ts';
import { severityWords } from './rules/custom-rule.ts';
import { rules } from './rules/registry.ts';

/** What `glacis.yaml` may name. */
export const vocabulary: Vocabulary = {
  rules: new Set(rules.map(({ id }) => id)),
  severity: severityWords,
  questions: new Map(recommendations.filter(({ question }) => question !== undefined).map(({ id }) => [id, `gap/attest/${id.slice('nsa/'.length)}`])),
};
