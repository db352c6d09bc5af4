import { grantRule } from '../grant-rule.ts';
import { escalation } from '../grant-powers.ts';
import type { Rule } from '../define.ts';

const rbac = 'rbac.authorization.k8s.io';

const rule: Rule<'grant'> = grantRule({
  id: 'escalation-rights',
  title: 'Binding lets its subjects give themselves more rights',
  why: 'The API server lets nobody grant more than they hold. escalate switches that check off for roles, bind for bindings: whoever has one, and may write the object it is about, makes themselves administrator.',
  fix: 'Take the verbs escalate and bind away, or limit bind with resourceNames to harmless roles. Operators that create roles then need the rights they hand out.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  ...escalation,
  evenByWildcard: true,
  message: 'gives itself more rights',
  expected: 'neither escalate nor bind',
  bad: [{ verbs: ['escalate', 'update'], apiGroups: [rbac], resources: ['clusterroles'] }, { verbs: ['*'], apiGroups: [rbac], resources: ['clusterroles', 'clusterrolebindings'] }],
  good: [
    { verbs: ['get', 'create', 'update'], apiGroups: [rbac], resources: ['clusterroles', 'clusterrolebindings'] },
    // Without the right to write a binding there is nothing to bind with.
    { verbs: ['bind'], apiGroups: [rbac], resources: ['clusterroles'] },
  ],
});

export default rule;
