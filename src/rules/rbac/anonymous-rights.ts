import { map } from '../../model/fact.ts';
import { defineRule, type Rule } from '../define.ts';
import { isWithin, subjectEvidence, withoutSubjects, worthOf } from '../grant-crowd.ts';
import { roleIsKnown } from '../grant-found.ts';
import { crowdOf } from '../grant-holders.ts';
import { boundIn, boundTo } from '../grant-examples.ts';
import type { GrantSubject, Holder } from '../../engines/rights.ts';

/** Made to be read without signing in: health, version, and the keys that verify tokens. */
const open = ['system:public-info-viewer', 'system:service-account-issuer-discovery'];

const isAnonymous = (holder: Holder): boolean => crowdOf(holder) === 'anonymous';

/** kubeadm publishes one ConfigMap for nodes that join. */
function isClusterInfo({ namespace, rules }: GrantSubject): boolean {
  return namespace === 'kube-public' && rules.every(({ verbs, resources, resourceNames }) => verbs.every((verb) => verb === 'get') && resources?.join() === 'configmaps' && resourceNames?.join() === 'cluster-info');
}

const rule: Rule<'grant'> = defineRule<'grant'>({
  id: 'anonymous-rights',
  on: 'grant',
  title: 'Binding gives rights to requests without credentials',
  why: 'Whoever reaches the API server has the right: every scanner on the network, and no log says who it was. Health, version and token keys are made for that; everything else is not.',
  fix: 'Take system:anonymous and system:unauthenticated out of the binding. What calls the API without credentials stops working and needs an identity of its own.',
  severity: { gain: 'information', position: 'anyone', effort: 'none' },
  check: (grant, context) => {
    if (!grant.holders.some(isAnonymous)) return [];
    return map(roleIsKnown(grant, context), () => {
      if (isWithin(grant, open) || isClusterInfo(grant)) return [];
      const { text, factors } = worthOf(grant, context);
      // The list of the API's paths alone opens nothing.
      const discovery = isWithin(grant, [...open, 'system:discovery', 'system:basic-user']);
      const settings = context.components.of('kube-apiserver').map((server) => server.setting('--anonymous-auth'));
      const off = settings.length > 0 && settings.every((setting) => setting.known && setting.value.value === 'false');
      return [
        {
          message: `gives requests without credentials: ${text}${off ? ' (anonymous requests are off today)' : ''}`,
          evidence: subjectEvidence(grant, isAnonymous),
          expected: 'no system:anonymous, no system:unauthenticated',
          change: withoutSubjects(grant, isAnonymous, 'Take requests without credentials out of the binding', 'Programs that call the API server without credentials.'),
          factors: { ...factors, ...(discovery ? { gain: 'hygiene' as const } : {}), ...(off ? { effort: 'several weaknesses' as const } : {}) },
        },
      ];
    });
  },
  examples: {
    bad: [
      boundTo('{kind: User, name: system:anonymous}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }),
      boundTo('{kind: Group, name: system:unauthenticated}, {kind: Group, name: auditors}', { verbs: ['get'], nonResourceURLs: ['/metrics'] }),
    ],
    good: [
      boundTo('{kind: Group, name: system:unauthenticated}', { verbs: ['get'], nonResourceURLs: ['/healthz', '/version'] }),
      boundIn('kube-public', { verbs: ['get'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['cluster-info'] }).replace('{kind: ServiceAccount, name: app, namespace: shop}', '{kind: User, name: system:anonymous}'),
    ],
    unknown: [boundTo('{kind: User, name: system:anonymous}', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }).replace('metadata: {name: app}', 'metadata: {name: other}')],
  },
});

export default rule;
