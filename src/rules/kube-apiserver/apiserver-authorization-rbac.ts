import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-authorization-rbac',
  component: 'kube-apiserver',
  title: 'API server does not ask RBAC',
  why: 'Without RBAC roles and bindings are text; rights come from elsewhere and nobody can list them.',
  fix: 'Add RBAC to --authorization-mode.',
  severity: { gain: 'cluster', position: 'a user', effort: 'one more weakness' },
  flag: '--authorization-mode',
  breaks: (value) => !(value ?? '').split(',').includes('RBAC'),
  message: 'does not ask RBAC',
  expected: 'Node,RBAC',
  bad: ['--authorization-mode=ABAC'],
  good: ['--authorization-mode=Node,RBAC'],
});

export default rule;
