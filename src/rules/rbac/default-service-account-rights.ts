import { map } from '../../model/fact.ts';
import { defineRule, type Rule } from '../define.ts';
import { subjectEvidence, withoutSubjects } from '../grant-crowd.ts';
import { roleIsKnown, rulesLabel } from '../grant-found.ts';
import { holdersLabel, whereLabel } from '../grant-holders.ts';
import { boundTo } from '../grant-examples.ts';
import type { Holder } from '../../engines/rights.ts';

const isDefault = ({ kind, name }: Holder): boolean => kind === 'ServiceAccount' && name === 'default';

const rule: Rule<'grant'> = defineRule<'grant'>({
  id: 'default-service-account-rights',
  on: 'grant',
  title: 'Binding gives rights to a default service account',
  why: 'Every pod that names no service account runs as default. The right belongs to all of them, and to the next pod that somebody starts in that namespace.',
  fix: 'Make a service account for the program that needs the right, bind that one, and name it in the pod. Other pods that used the right lose it.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: (grant, context) => {
    const held = grant.holders.filter(isDefault);
    if (held.length === 0) return [];
    return map(roleIsKnown(grant, context), () =>
      grant.rules.length === 0
        ? []
        : [
            {
              message: `gives ${holdersLabel(held, context)} rights (${rulesLabel(grant)}) ${whereLabel(grant)}`,
              evidence: subjectEvidence(grant, isDefault),
              expected: 'a service account of its own',
              change: withoutSubjects(grant, isDefault, 'Take the default service account out of the binding', 'Pods that name no service account and call the API server.'),
              factors: { spread: grant.namespace === null ? ('cluster' as const) : ('namespace' as const) },
            },
          ],
    );
  },
  examples: {
    bad: [boundTo('{kind: ServiceAccount, name: default, namespace: shop}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }), boundTo('{kind: User, name: "system:serviceaccount:shop:default"}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] })],
    good: [
      boundTo('{kind: ServiceAccount, name: app, namespace: shop}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }),
      // Without a namespace it reaches nobody here.
      boundTo('{kind: ServiceAccount, name: default}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }),
    ],
    unknown: [boundTo('{kind: ServiceAccount, name: default, namespace: shop}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }).replace('metadata: {name: app}', 'metadata: {name: other}')],
  },
});

export default rule;
