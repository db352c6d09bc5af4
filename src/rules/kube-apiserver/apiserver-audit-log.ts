import { map } from '../../model/fact.ts';
import { valueIn, valuesIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const policy = '--audit-policy-file=/etc/kubernetes/audit.yaml';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-audit-log',
  on: 'component',
  component: 'kube-apiserver',
  title: 'API server writes no audit log',
  why: 'A policy without a back end decides what would be recorded and records none of it.',
  fix: 'Set --audit-log-path or --audit-webhook-config-file. A local log needs space on the disk.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  // Without a policy nothing is recorded whatever the back end: apiserver-audit-policy names that.
  appliesTo: (component) => map(valueIn(component, '--audit-policy-file'), (value) => value !== null),
  check: (component) =>
    map(valuesIn(component, '--audit-log-path', '--audit-webhook-config-file'), (value) =>
      value('--audit-log-path') === null && value('--audit-webhook-config-file') === null
        ? [settingBreach(component, '--audit-log-path', { value: null, origin: 'default' }, { message: 'writes its audit log nowhere', expected: 'a path or a webhook' })]
        : [],
    ),
  examples: {
    bad: [withFlags('kube-apiserver', [policy])],
    good: [withFlags('kube-apiserver', [policy, '--audit-log-path=/var/log/kubernetes/audit.log']), withFlags('kube-apiserver', [policy, '--audit-webhook-config-file=/etc/kubernetes/sink.yaml'])],
    unknown: [nothingRead],
  },
});

export default rule;
