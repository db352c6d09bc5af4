import type { Rule } from '../define.ts';
import { authorizationRule } from '../authorization-rule.ts';

const rule: Rule<'component'> = authorizationRule({
  id: 'apiserver-authorization-always-allow',
  title: 'API server allows every authenticated request',
  why: 'With AlwaysAllow in the chain every credential is an administrator.',
  fix: 'Set --authorization-mode=Node,RBAC. Whatever was never granted by a role is refused from then on.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  breaks: (modes) => modes.includes('AlwaysAllow'),
  message: 'allows every authenticated request',
  bad: '--authorization-mode=AlwaysAllow',
  badFile: '{type: Webhook, name: a}, {type: AlwaysAllow, name: b}',
});

export default rule;
