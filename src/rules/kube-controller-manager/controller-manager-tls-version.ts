import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'controller-manager-tls-version',
  component: 'kube-controller-manager',
  title: 'Controller manager takes old TLS versions',
  why: 'TLS 1.0 and 1.1 have known flaws: whoever stands on the way can force the old version and work on reading what passes.',
  fix: 'Take --tls-min-version away, or set VersionTLS12 or VersionTLS13. Very old clients can then not connect.',
  severity: { gain: 'information', position: 'anyone', effort: 'several weaknesses' },
  flag: '--tls-min-version',
  breaks: (value) => value === 'VersionTLS10' || value === 'VersionTLS11',
  message: 'takes TLS versions older than 1.2',
  expected: 'VersionTLS12',
  change: { value: 'VersionTLS12', breaks: 'Clients that know no TLS 1.2.' },
  bad: ['--tls-min-version=VersionTLS11'],
  good: [],
});

export default rule;
