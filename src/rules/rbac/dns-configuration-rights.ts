import { boundIn } from '../grant-examples.ts';
import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'dns-configuration-rights',
  title: 'Binding lets its subjects rewrite the configuration of the cluster DNS',
  why: 'The ConfigMap of CoreDNS decides which address every name in the cluster has. Whoever changes it sends the traffic of any service to themselves, or turns names off.',
  fix: 'Limit writes on ConfigMaps of kube-system with resourceNames to the ones that are needed.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
  within: 'kube-system',
  rights: ['coredns', 'coredns-custom', 'kube-dns', 'node-local-dns'].flatMap((name) => each(['update', 'patch'], '', ['configmaps']).map((right) => ({ ...right, name }))),
  message: 'rewrites the configuration of the cluster DNS',
  expected: 'other ConfigMaps by name',
  bad: [boundIn('kube-system', { verbs: ['update'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['coredns'] }), { verbs: ['patch'], apiGroups: [''], resources: ['configmaps'] }],
  good: [boundIn('kube-system', { verbs: ['update'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['leader'] }), { verbs: ['get'], apiGroups: [''], resources: ['configmaps'] }],
});

export default rule;
