import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'etcd-client-cert-auth',
  component: 'etcd',
  title: 'etcd serves clients without a certificate',
  why: 'Whoever reaches the port reads and writes the whole state of the cluster: Secrets, roles, pods.',
  fix: 'Set --client-cert-auth=true and --trusted-ca-file to a CA of its own. Clients without a certificate are refused.',
  severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' },
  flag: '--client-cert-auth',
  breaks: (value) => value !== 'true',
  message: 'serves clients without a certificate',
  expected: 'true',
  change: { value: 'true', breaks: 'Clients of etcd without a certificate of its CA, such as backups and monitors.' },
  bad: [],
  good: ['--client-cert-auth=true'],
});

export default rule;
