import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'impersonation-rights',
  title: 'Binding lets its subjects act as others',
  why: 'Whoever impersonates any user or group acts as system:masters and as everybody else, and the audit log shows two names.',
  fix: 'Limit impersonate with resourceNames.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  rights: [{ verb: 'impersonate', group: '', resource: 'users' }, { verb: 'impersonate', group: '', resource: 'groups' }],
  message: 'acts as others',
  expected: 'resourceNames',
  bad: { verbs: ['impersonate'], apiGroups: [''], resources: ['users'] },
  good: { verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['deployer'] },
});

export default rule;
