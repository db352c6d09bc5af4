import { map } from '../../model/fact.ts';
import { defineRule, type Rule } from '../define.ts';
import { documents, inPod } from '../examples.ts';
import { isMissing } from '../../engines/references.ts';

const account = (name: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: shop}\n`;

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'missing-service-account',
  on: 'workload',
  title: 'Pod names a service account that does not exist',
  why: 'The API server refuses its pods until somebody creates the account. Bindings that name it wait as well: whoever creates it gets their rights.',
  fix: 'Create the account with the rights the program needs, or name the one that was meant.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  // A pod that runs was admitted: its account was there.
  appliesTo: ({ object, mirror }) => !mirror && !(object.kind === 'Pod' && object.metadata.uid !== undefined),
  check: (workload, { cluster }) =>
    map(isMissing(cluster, 'ServiceAccount', '', workload.namespace, workload.serviceAccount.name), (missing) =>
      missing ? [{ message: `runs as ServiceAccount ${workload.serviceAccount.name}, which does not exist`, evidence: [workload.at('serviceAccountName')], expected: 'an account that exists' }] : [],
    ),
  examples: {
    bad: [documents(inPod('serviceAccountName: apps'), account('app'))],
    good: [documents(inPod('serviceAccountName: app'), account('app')), inPod('serviceAccountName: default')],
    unknown: [inPod('serviceAccountName: app')],
  },
});

export default rule;
