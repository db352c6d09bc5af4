import { grantRule } from '../grant-rule.ts';
import { everyRight } from '../grant-powers.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'cluster-admin-binding',
  title: 'Binding grants every right',
  why: 'Every verb on every resource: whoever takes over one of the subjects owns all that the binding reaches, the whole cluster where it is a ClusterRoleBinding.',
  fix: 'Grant the verbs and resources that are needed, in the namespaces where they are. What uses the other rights stops working: look at the audit log first.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  ...everyRight,
  evenByWildcard: true,
  message: 'grants every right',
  expected: 'a narrower role',
  bad: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  good: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }],
});

export default rule;
