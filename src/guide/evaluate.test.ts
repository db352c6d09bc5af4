import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inContainer } from '../rules/examples.ts';
import { runRules } from '../rules/run.ts';
import privileged from '../rules/workload/privileged.ts';
import { contextOf } from '../../test/support/context.ts';
import { defineRecommendation, type Recommendation } from './define.ts';
import { evaluateRecommendation } from './evaluate.ts';

const plain: Recommendation = defineRecommendation({ id: 'nsa/P11', section: 's', title: 't', why: 'w', since: 'all', wording: 'confirmed', how: ['api'], decidedBy: ['privileged'] });
const good = inContainer('stdin: true');
const bad = inContainer('securityContext: {privileged: true}');
const cases: readonly { name: string; recommendation: Recommendation; yaml: string; verdict: string; gaps: readonly string[] }[] = [
  { name: 'its rule passes', recommendation: plain, yaml: good, verdict: 'pass', gaps: [] },
  { name: 'its rule fails', recommendation: plain, yaml: bad, verdict: 'fail', gaps: [] },
  { name: 'a question is open', recommendation: { ...plain, question: 'Is it so?' }, yaml: good, verdict: 'unknown', gaps: ['gap/attest/P11'] },
  { name: 'a breach decides before the question', recommendation: { ...plain, question: 'Is it so?' }, yaml: bad, verdict: 'fail', gaps: [] },
  { name: 'a rule is not in this version', recommendation: { ...plain, decidedBy: ['privileged', 'of-a-later-version'] }, yaml: good, verdict: 'unknown', gaps: ['gap/not-assessed/P11'] },
  { name: 'it is obsolete', recommendation: { ...plain, obsolete: 'gone' }, yaml: bad, verdict: 'not-applicable', gaps: [] },
];
for (const { name, recommendation, yaml, verdict, gaps } of cases) {
  test(`recommendation: ${name}`, () => {
    const runs = new Map(runRules([privileged], contextOf(yaml)).map((run) => [run.rule.id, run]));
    const { result } = evaluateRecommendation(recommendation, runs, (evidence) => ({ object: evidence.object, field: '', seen: null, location: null }));
    assert.deepEqual([result.verdict, result.gaps], [verdict, gaps]);
  });
}
