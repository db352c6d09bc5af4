import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-authorization-node',
  component: 'kube-apiserver',
  title: 'API server does not confine nodes',
  why: 'Without the Node authorizer a stolen kubelet credential reads the Secrets of every node.',
  fix: 'Add Node to --authorization-mode.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  flag: '--authorization-mode',
  breaks: (value) => !(value ?? '').split(',').includes('Node'),
  message: 'does not confine nodes',
  expected: 'Node,RBAC',
  bad: ['--authorization-mode=RBAC'],
  good: ['--authorization-mode=Node,RBAC'],
});

export default rule;
