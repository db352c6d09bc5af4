import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'controller-manager-root-ca',
  component: 'kube-controller-manager',
  title: 'Controller manager gives pods no CA',
  why: 'Pods learn from the published CA which API server is the real one. Without it programs talk to whoever answers, or switch the check off, and hand over their token.',
  fix: 'Set --root-ca-file to the CA that signed the certificate of the API server.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  flag: '--root-ca-file',
  breaks: (value) => value === null,
  message: 'gives pods no CA to check the API server with',
  expected: 'a CA file',
  bad: [],
  good: ['--root-ca-file=/etc/kubernetes/pki/ca.crt'],
});

export default rule;
