import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-audit-log',
  component: 'kube-apiserver',
  title: 'API server writes no audit log',
  why: 'A policy without a back end decides what would be recorded and records none of it.',
  fix: 'Set --audit-log-path or --audit-webhook-config-file.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  flag: '--audit-log-path',
  breaks: (value) => value === null,
  message: 'writes no audit log',
  expected: 'a path',
  bad: [],
  good: ['--audit-log-path=/var/log/kubernetes/audit.log'],
});

export default rule;
