import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'escalation-rights',
  title: 'Binding lets its subjects give themselves more rights',
  why: 'escalate and bind switch off the check that nobody grants more than they hold.',
  fix: 'Take the verbs escalate and bind away.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  rights: [{ verb: 'escalate', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' }, { verb: 'bind', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' }],
  message: 'gives itself more rights',
  expected: 'neither escalate nor bind',
  bad: { verbs: ['escalate'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'] },
  good: { verbs: ['get'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'] },
});

export default rule;
