import { defineRule, type Rule } from '../define.ts';
import { map } from '../../model/fact.ts';
import { inPod } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  field: ['automountServiceAccountToken'], expected: 'false',
  change: { title: 'Mount no API token', value: false, breaks: 'Programs that call the API server.' },
};

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'automounted-token',
  on: 'container',
  title: 'Container holds an API token that nothing asked for',
  why: 'Whoever runs code in the container acts as its service account towards the API server, from inside or outside of the cluster.',
  fix: 'Set automountServiceAccountToken to false for pods that do not call the API.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: (container) =>
    map(container.apiToken, (account) =>
      account !== null && container.workload.spec['automountServiceAccountToken'] !== true ? [fieldBreach(container.workload, fault, `holds the API token of ServiceAccount ${account.name}`)] : [],
    ),
  examples: {
    bad: [inPod('serviceAccountName: app') + '\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app, namespace: shop}\n'],
    good: [inPod('automountServiceAccountToken: false')],
    unknown: [inPod('serviceAccountName: app').replace(', namespace: shop', '')],
  },
});

export default rule;
