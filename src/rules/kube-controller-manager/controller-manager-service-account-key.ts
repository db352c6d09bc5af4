import { map } from '../../model/fact.ts';
import { valueIn, valuesIn } from '../component-settings.ts';
import { defineRule, type Rule } from '../define.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const flag = '--service-account-private-key-file';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'controller-manager-service-account-key',
  on: 'component',
  component: 'kube-controller-manager',
  title: 'Controller manager signs tokens with its serving key',
  why: 'One key then serves two ends: whoever gets the key of the certificate signs tokens for any account of the cluster.',
  fix: 'Give --service-account-private-key-file a key of its own, the one whose public half API servers check with. Tokens in Secrets signed before stop working.',
  severity: { gain: 'secrets', position: 'an administrator', effort: 'several weaknesses' },
  // Without a key it signs no tokens at all.
  appliesTo: (component) => map(valueIn(component, flag), (value) => value !== null),
  check: (component) =>
    map(valuesIn(component, flag, '--tls-private-key-file'), (value) =>
      value(flag) === value('--tls-private-key-file') ? [settingBreach(component, flag, { value: value(flag), origin: 'flag' }, { message: 'signs service account tokens with the key of its certificate', expected: 'a key of its own' })] : [],
    ),
  examples: {
    bad: [withFlags('kube-controller-manager', ['--service-account-private-key-file=/pki/server.key', '--tls-private-key-file=/pki/server.key'])],
    good: [withFlags('kube-controller-manager', ['--service-account-private-key-file=/pki/sa.key', '--tls-private-key-file=/pki/server.key'])],
    unknown: [nothingRead],
  },
});

export default rule;
