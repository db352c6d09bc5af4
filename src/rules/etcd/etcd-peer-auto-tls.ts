import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'etcd-peer-auto-tls',
  component: 'etcd',
  title: 'etcd members make their own certificates',
  why: 'Members then take any certificate from each other: whoever reaches port 2380 speaks as a member and rewrites the state of the cluster.',
  fix: 'Take --peer-auto-tls away and give each member a certificate of the etcd CA.',
  severity: { gain: 'cluster', position: 'a container', effort: 'several weaknesses' },
  flag: '--peer-auto-tls',
  breaks: (value) => value === 'true',
  message: 'makes its own certificates for other members',
  expected: 'false',
  change: { value: 'false', breaks: 'The connection to other members, until --peer-cert-file and --peer-key-file are given.' },
  bad: ['--peer-auto-tls=true'],
  good: ['--peer-auto-tls=false'],
});

export default rule;
