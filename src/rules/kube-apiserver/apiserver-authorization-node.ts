import type { Rule } from '../define.ts';
import { authorizationRule } from '../authorization-rule.ts';

const rule: Rule<'component'> = authorizationRule({
  id: 'apiserver-authorization-node',
  title: 'API server does not confine nodes',
  why: 'Without the Node authorizer a stolen kubelet credential reads the Secrets of every node.',
  fix: 'Add Node to --authorization-mode, before RBAC.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  breaks: (modes) => !modes.includes('Node'),
  message: 'does not confine nodes',
  bad: '--authorization-mode=RBAC',
  badFile: '{type: RBAC, name: a}',
});

export default rule;
