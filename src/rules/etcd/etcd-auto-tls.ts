import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'etcd-auto-tls',
  component: 'etcd',
  title: 'etcd makes its own certificates',
  why: 'Certificates that nobody signed cannot be told from those of an impostor.',
  fix: 'Take --auto-tls away and give certificates of the etcd CA.',
  severity: { gain: 'cluster', position: 'a container', effort: 'several weaknesses' },
  flag: '--auto-tls',
  breaks: (value) => value === 'true',
  message: 'makes its own certificates',
  expected: 'false',
  change: { value: 'false', breaks: 'Clients that connect by TLS, until --cert-file and --key-file are given.' },
  bad: ['--auto-tls=true'],
  good: ['--auto-tls=false'],
});

export default rule;
