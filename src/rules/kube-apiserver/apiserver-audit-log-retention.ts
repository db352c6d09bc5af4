import { map } from '../../model/fact.ts';
import { valuesIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const fewest = 30;
const log = ['--audit-policy-file=/etc/kubernetes/audit.yaml', '--audit-log-path=/var/log/kubernetes/audit.log'];

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-audit-log-retention',
  on: 'component',
  component: 'kube-apiserver',
  title: 'Audit log is thrown away after days',
  why: 'Intrusions are often found weeks later. By then the log that shows how they began is gone.',
  fix: 'Set --audit-log-maxage to 30 or more, or to 0 for no limit, with space for it. The guide gives 1825 days as an example.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  // Age decides about files only; standard output and webhooks are kept by others. Without a policy there is nothing to keep.
  appliesTo: (component) => map(valuesIn(component, '--audit-log-path', '--audit-policy-file'), (value) => value('--audit-log-path') !== null && value('--audit-log-path') !== '-' && value('--audit-policy-file') !== null),
  check: (component) =>
    map(component.setting('--audit-log-maxage'), (setting) => {
      const days = Number(setting.value ?? 0);
      if (days === 0 || days >= fewest) return [];
      const change = { value: String(fewest), breaks: 'More space on the disk of the control plane is used.' };
      return [settingBreach(component, '--audit-log-maxage', setting, { message: `throws its audit log away after ${days} days`, expected: '30 or more', change })];
    }),
  examples: {
    bad: [withFlags('kube-apiserver', [...log, '--audit-log-maxage=7'])],
    good: [withFlags('kube-apiserver', [...log, '--audit-log-maxage=30']), withFlags('kube-apiserver', log), withFlags('kube-apiserver', log, 'v1.36.3')],
    unknown: [nothingRead],
  },
});

export default rule;
