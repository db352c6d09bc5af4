import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'etcd-client-cert-auth',
  component: 'etcd',
  title: 'etcd serves clients without a certificate',
  why: 'Whoever reaches the port reads and writes the whole state of the cluster: Secrets, roles, pods.',
  fix: 'Set --client-cert-auth=true and a CA of its own.',
  severity: { gain: 'cluster', position: 'a container', effort: 'one more weakness' },
  flag: '--client-cert-auth',
  breaks: (value) => value !== 'true',
  message: 'serves clients without a certificate',
  expected: 'true',
  bad: [],
  good: ['--client-cert-auth=true'],
});

export default rule;
