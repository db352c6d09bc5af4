import { map } from '../../model/fact.ts';
import { listOf, valuesIn } from '../component-settings.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { nothingRead, withFlags } from '../flag-examples.ts';
import { settingBreach } from '../flag-rule.ts';

const rule: Rule<'component'> = defineRule<'component'>({
  id: 'apiserver-service-account-key',
  on: 'component',
  component: 'kube-apiserver',
  title: 'API server checks tokens with its serving key',
  why: 'One key then serves two ends: whoever gets the key of the certificate signs tokens for any account, and it cannot be renewed without ending every token.',
  fix: 'Give --service-account-key-file with a key of its own. Tokens of the old key end unless it is listed as well.',
  severity: { gain: 'secrets', position: 'an administrator', effort: 'several weaknesses' },
  check: (component) =>
    map(valuesIn(component, '--service-account-key-file', '--service-account-signing-endpoint', '--tls-private-key-file'), (value): readonly Breach[] => {
      if (value('--service-account-signing-endpoint') !== null) return [];
      const keys = listOf(value('--service-account-key-file'));
      const serving = value('--tls-private-key-file');
      if (keys.length > 0 && (serving === null || !keys.includes(serving))) return [];
      const fault = { message: 'checks service account tokens with the key of its certificate', expected: 'a key of its own' };
      return [settingBreach(component, '--service-account-key-file', { value: value('--service-account-key-file'), origin: 'flag' }, fault)];
    }),
  examples: {
    bad: [withFlags('kube-apiserver', ['--tls-private-key-file=/pki/apiserver.key']), withFlags('kube-apiserver', ['--tls-private-key-file=/pki/apiserver.key', '--service-account-key-file=/pki/apiserver.key'])],
    good: [
      withFlags('kube-apiserver', ['--tls-private-key-file=/pki/apiserver.key', '--service-account-key-file=/pki/sa.pub']),
      withFlags('kube-apiserver', ['--service-account-signing-endpoint=/run/signer.sock'], 'v1.36.3'),
    ],
    unknown: [nothingRead],
  },
});

export default rule;
