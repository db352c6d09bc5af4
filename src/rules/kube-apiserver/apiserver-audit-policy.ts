import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-audit-policy',
  component: 'kube-apiserver',
  title: 'API server records nothing',
  why: 'Without an audit policy nobody can tell who read a Secret, opened a shell in a pod or changed a role.',
  fix: 'Give --audit-policy-file and a log path or a webhook. The log needs space, and a policy that is too rich slows the API server.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  flag: '--audit-policy-file',
  breaks: (value) => value === null,
  message: 'records nothing in an audit log',
  expected: 'a policy file',
  bad: [],
  good: ['--audit-policy-file=/etc/kubernetes/audit.yaml'],
});

export default rule;
