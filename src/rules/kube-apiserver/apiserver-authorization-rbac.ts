import type { Rule } from '../define.ts';
import { authorizationRule } from '../authorization-rule.ts';

const rule: Rule<'component'> = authorizationRule({
  id: 'apiserver-authorization-rbac',
  title: 'API server does not ask RBAC',
  why: 'Without RBAC roles and bindings are text; rights come from elsewhere and nobody can list them.',
  fix: 'Add RBAC to --authorization-mode.',
  severity: { gain: 'cluster', position: 'a user', effort: 'one more weakness' },
  breaks: (modes) => !modes.includes('RBAC'),
  message: 'does not ask RBAC',
  bad: '--authorization-mode=ABAC',
  badFile: '{type: Node, name: a}',
});

export default rule;
