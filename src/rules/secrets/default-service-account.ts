import { any, map } from '../../model/fact.ts';
import { defineRule, type Rule } from '../define.ts';
import { documents, inPod } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'holds the token of the default service account', field: ['serviceAccountName'], expected: 'an account of its own',
  change: { title: 'Mount no API token', field: ['automountServiceAccountToken'], value: false, breaks: 'Programs that call the API server.' },
};

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'default-service-account',
  on: 'workload',
  title: 'Pod holds the token of the default service account',
  why: 'Every pod of the namespace that names no account is the same caller to the API server. A right given to default for one of them is given to all, and the audit log cannot tell them apart.',
  fix: 'Give the workload a service account of its own, or mount no token.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
  // Another account's pods may still mount a Secret with its token: legacy-token-secret names that.
  appliesTo: ({ serviceAccount }) => serviceAccount.name === 'default',
  check: (workload) => map(any(...workload.containers.map(({ apiToken }) => map(apiToken, (account) => account?.name === 'default'))), (holds) => (holds ? [fieldBreach(workload, fault)] : [])),
  examples: {
    bad: [inPod('serviceAccountName: default'), inPod('automountServiceAccountToken: true')],
    good: [inPod('automountServiceAccountToken: false'), documents(inPod('hostIPC: false'), 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop}\nautomountServiceAccountToken: false\n')],
    unknown: [inPod('hostIPC: false').replace(', namespace: shop', '')],
  },
});

export default rule;
