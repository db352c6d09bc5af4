import { map } from '../../model/fact.ts';
import { evidence } from '../../model/evidence.ts';
import { defineRule, type Rule } from '../define.ts';
import { roleIsKnown } from '../grant-found.ts';
import { holdersLabel, objectLabel } from '../grant-holders.ts';
import { boundIn, boundTo } from '../grant-examples.ts';

const rule: Rule<'grant'> = defineRule<'grant'>({
  id: 'dangling-role-binding',
  on: 'grant',
  title: 'Binding refers to a role that does not exist',
  why: 'It grants nothing today, and all that the role will hold on the day that somebody creates it, perhaps with another purpose in mind.',
  fix: 'Delete the binding, or create the role it was made for.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  check: (grant, context) =>
    grant.roleObject
      ? []
      : map(roleIsKnown(grant, context), () => [
          {
            message: `refers to ${objectLabel(grant.role)}, which does not exist${grant.holders.length > 0 ? `; whoever creates it gives it to ${holdersLabel(grant.holders, context)}` : ''}`,
            evidence: [evidence(grant.ref, ['roleRef', 'name'], grant.role.name)],
            expected: 'a role that exists',
            change: { target: grant.ref, title: 'Delete the binding', edits: [{ op: 'delete' as const }], breaks: 'Nothing today: it grants nothing.' },
          },
        ]),
  examples: {
    bad: [boundIn('shop', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }).replace('metadata: {name: app, namespace: shop}', 'metadata: {name: other, namespace: shop}')],
    good: [boundTo('{kind: User, name: me}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }), boundTo('{kind: User, name: me}').replace('ClusterRole, name: app', 'ClusterRole, name: view')],
    unknown: [boundTo('{kind: User, name: me}').replace('ClusterRole, name: app', 'ClusterRole, name: other')],
  },
});

export default rule;
