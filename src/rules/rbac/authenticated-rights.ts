import { map } from '../../model/fact.ts';
import type { Context } from '../context.ts';
import { defineRule, type Rule } from '../define.ts';
import { isWithin, subjectEvidence, withoutSubjects, worthOf } from '../grant-crowd.ts';
import { roleIsKnown } from '../grant-found.ts';
import { crowdOf, holdersLabel } from '../grant-holders.ts';
import { boundTo } from '../grant-examples.ts';
import type { GrantSubject, Holder } from '../../engines/rights.ts';

/** What every cluster gives to all who sign in, or made to be given so. */
const ordinary = ['system:discovery', 'system:basic-user', 'system:public-info-viewer', 'system:service-account-issuer-discovery', 'system:cluster-trust-bundle-discovery'];

function isCrowd(holder: Holder): boolean {
  const crowd = crowdOf(holder);
  return crowd === 'authenticated' || crowd === 'service accounts';
}

/** Pods of a namespace that read plain things of their own namespace. */
function isNeighbourly(grant: GrantSubject): boolean {
  const own = grant.holders.filter(isCrowd).every(({ name }) => name === `system:serviceaccounts:${grant.namespace ?? ''}`);
  return own && grant.rules.every(({ verbs, resources }) => verbs.every((verb) => ['get', 'list', 'watch'].includes(verb)) && resources?.every((resource) => resource !== '*' && resource !== 'secrets') === true);
}

/** PodSecurityPolicies are gone since 1.25: a right to use them is worth nothing there. */
function isOfThePast({ rules }: GrantSubject, { cluster: { version } }: Context): boolean {
  const gone = !version.known || version.value.minor >= 25;
  return gone && rules.length > 0 && rules.every(({ resources }) => resources?.length === 1 && resources[0] === 'podsecuritypolicies');
}

const rule: Rule<'grant'> = defineRule<'grant'>({
  id: 'authenticated-rights',
  on: 'grant',
  title: 'Binding gives rights to everybody who signs in, or to every pod',
  why: 'system:authenticated holds every person and every service account, and with some providers every account of that provider. The groups system:serviceaccounts hold every pod, the one that an attacker breaks into first among them.',
  fix: 'Bind the groups or service accounts that need it. Whoever used the right without being named loses it.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: (grant, context) => {
    const held = grant.holders.filter(isCrowd);
    if (held.length === 0) return [];
    return map(roleIsKnown(grant, context), () => {
      if (isWithin(grant, ordinary) || isNeighbourly(grant) || isOfThePast(grant, context)) return [];
      const { text, factors } = worthOf(grant, context);
      return [
        {
          message: `gives all of ${holdersLabel(held, context)}: ${text}`,
          evidence: subjectEvidence(grant, isCrowd),
          expected: 'the subjects that need it',
          change: withoutSubjects(grant, isCrowd, 'Take the groups of everybody out of the binding', 'Whoever used the right through the group.'),
          factors,
        },
      ];
    });
  },
  examples: {
    bad: [
      boundTo('{kind: Group, name: system:authenticated}', { verbs: ['list'], apiGroups: [''], resources: ['pods'] }),
      boundTo('{kind: Group, name: system:serviceaccounts:shop}, {kind: User, name: me}', { verbs: ['get'], apiGroups: [''], resources: ['secrets'] }),
    ],
    good: [
      boundTo('{kind: Group, name: system:authenticated}', { verbs: ['get'], nonResourceURLs: ['/version', '/api/*'] }),
      boundTo('{kind: Group, name: system:serviceaccounts}', { verbs: ['use'], apiGroups: ['policy'], resources: ['podsecuritypolicies'], resourceNames: ['sidecar'] }),
      boundTo('{kind: Group, name: developers}', { verbs: ['list'], apiGroups: [''], resources: ['pods'] }),
    ],
    unknown: [boundTo('{kind: Group, name: system:authenticated}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }).replace('metadata: {name: app}', 'metadata: {name: other}')],
  },
});

export default rule;
