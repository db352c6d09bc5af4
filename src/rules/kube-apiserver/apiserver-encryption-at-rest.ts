import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-encryption-at-rest',
  component: 'kube-apiserver',
  title: 'API server stores Secrets in clear',
  why: 'A copy of the disk or of a backup of etcd holds every Secret as plain text.',
  fix: 'Give --encryption-provider-config with a KMS v2 provider first, then write all Secrets again. Whoever loses the key loses the Secrets.',
  severity: { gain: 'secrets', position: 'an administrator', effort: 'one more weakness' },
  flag: '--encryption-provider-config',
  breaks: (value) => value === null,
  message: 'stores Secrets in clear',
  expected: 'a configuration file',
  bad: [],
  good: ['--encryption-provider-config=/etc/kubernetes/encryption.yaml'],
});

export default rule;
