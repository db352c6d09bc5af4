import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'port-forward-rights',
  title: 'Binding lets its subjects open connections into pods',
  why: 'A forwarded port reaches what listens on localhost inside a pod: databases, debug ports and side doors that trust whoever is local. The proxy subresources do the same for HTTP. NetworkPolicies see the kubelet or the API server, not the caller.',
  fix: 'Take pods/portforward, pods/proxy and services/proxy away; publish what people need through an Ingress with sign-in.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
  lesser: true,
  rights: [...each(['create'], '', ['pods/portforward']), ...each(['get', 'create'], '', ['pods/proxy', 'services/proxy'])],
  // Over a WebSocket; from 1.35 the API server asks for create besides.
  before: { minor: 35, rights: each(['get'], '', ['pods/portforward']) },
  message: 'opens connections into pods',
  expected: 'no pods/portforward',
  bad: [{ verbs: ['create'], apiGroups: [''], resources: ['pods/portforward'] }, { verbs: ['get'], apiGroups: [''], resources: ['services/proxy'] }],
  good: [{ verbs: ['get'], apiGroups: [''], resources: ['pods', 'services'] }],
  unknown: [{ verbs: ['get'], apiGroups: [''], resources: ['pods/portforward'] }],
});

export default rule;
