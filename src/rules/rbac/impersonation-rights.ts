import { boundIn, boundTo } from '../grant-examples.ts';
import { grantRule } from '../grant-rule.ts';
import { impersonation } from '../grant-powers.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'impersonation-rights',
  title: 'Binding lets its subjects act as others',
  why: 'Whoever impersonates any user acts as an administrator, and with groups besides as system:masters, which no role limits. Whoever impersonates the service accounts of a namespace has all that their pods have.',
  fix: 'Limit impersonate with resourceNames to the identities that are needed. Proxies that sign people in need it; guard them like an administrator.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  ...impersonation,
  evenByWildcard: true,
  message: 'acts as others',
  expected: 'resourceNames',
  bad: [
    { verbs: ['impersonate'], apiGroups: [''], resources: ['users'] },
    boundTo('{kind: ServiceAccount, name: app, namespace: shop}', { verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['me'] }, { verbs: ['impersonate'], apiGroups: [''], resources: ['groups'], resourceNames: ['system:masters'] }),
  ],
  good: [
    { verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['deployer'] },
    { verbs: ['impersonate'], apiGroups: [''], resources: ['groups'] },
    // Users have no namespace: a Role gives nothing here.
    boundIn('shop', { verbs: ['impersonate'], apiGroups: [''], resources: ['users', 'groups'] }),
  ],
});

export default rule;
