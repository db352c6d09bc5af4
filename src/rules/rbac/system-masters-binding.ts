import { defineRule, type Rule } from '../define.ts';
import { subjectEvidence, withoutSubjects } from '../grant-crowd.ts';
import { boundTo } from '../grant-examples.ts';
import type { Holder } from '../../engines/rights.ts';

const isMasters = ({ kind, name }: Holder): boolean => kind === 'Group' && name === 'system:masters';

const rule: Rule<'grant'> = defineRule<'grant'>({
  id: 'system-masters-binding',
  on: 'grant',
  title: 'Binding names the group system:masters',
  why: 'The API server lets this group do everything before it asks RBAC, so the binding adds nothing and taking it away takes nothing away. That somebody wrote it shows that people work with certificates of this group, which nobody can revoke.',
  fix: 'Delete the subject; issue certificates of another group, bound to cluster-admin, and keep the one of system:masters offline.',
  severity: { gain: 'cluster', position: 'an administrator', effort: 'several weaknesses' },
  check: (grant) =>
    grant.holders.some(isMasters)
      ? [
          {
            message: 'names system:masters, which holds every right without any binding',
            evidence: subjectEvidence(grant, isMasters),
            expected: 'another group',
            change: withoutSubjects(grant, isMasters, 'Take system:masters out of the binding', 'Nothing: members of system:masters keep every right.'),
          },
        ]
      : [],
  examples: {
    bad: [boundTo('{kind: Group, name: system:masters}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] })],
    good: [boundTo('{kind: User, name: system:masters}, {kind: Group, name: administrators}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] })],
    unknown: [],
  },
});

export default rule;
