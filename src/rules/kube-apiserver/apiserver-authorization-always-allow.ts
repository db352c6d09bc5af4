import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-authorization-always-allow',
  component: 'kube-apiserver',
  title: 'API server allows every authenticated request',
  why: 'With AlwaysAllow in the chain every credential is an administrator.',
  fix: 'Set --authorization-mode=Node,RBAC.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  flag: '--authorization-mode',
  breaks: (value) => (value ?? 'AlwaysAllow').split(',').includes('AlwaysAllow'),
  message: 'allows every authenticated request',
  expected: 'Node,RBAC',
  bad: ['--authorization-mode=AlwaysAllow'],
  good: ['--authorization-mode=Node,RBAC'],
});

export default rule;
