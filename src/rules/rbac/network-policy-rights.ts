import { each } from '../grant-powers.ts';
import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'network-policy-rights',
  title: 'Binding lets its subjects open the network',
  why: 'NetworkPolicies only add up: one more that allows everything opens what all others close, and deleting the one that denies does the same. Whoever may write them in a namespace reaches its pods from anywhere.',
  fix: 'Leave NetworkPolicies to those who answer for the network, and to the pipeline that they review.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  lesser: true,
  rights: [
    ...each(['create', 'update', 'patch', 'delete', 'deletecollection'], 'networking.k8s.io', ['networkpolicies']),
    ...each(['create', 'update', 'patch', 'delete', 'deletecollection'], 'cilium.io', ['ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies']),
    ...each(['create', 'update', 'patch', 'delete', 'deletecollection'], 'crd.projectcalico.org', ['networkpolicies', 'globalnetworkpolicies']),
  ],
  message: 'opens the network',
  expected: 'no writes on network policies',
  bad: [{ verbs: ['delete'], apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'] }, { verbs: ['create'], apiGroups: ['cilium.io'], resources: ['ciliumnetworkpolicies'] }],
  good: [{ verbs: ['get', 'list', 'watch'], apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'] }, { verbs: ['update'], apiGroups: ['cilium.io'], resources: ['ciliumnetworkpolicies/status'] }],
});

export default rule;
