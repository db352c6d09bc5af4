import { boundIn } from '../grant-examples.ts';
import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { each } from '../grant-powers.ts';

const aws = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws-auth, namespace: kube-system}\ndata: {mapRoles: "[]"}\n---\n';

const rule: Rule<'grant'> = grantRule({
  id: 'aws-auth-rights',
  title: 'Binding lets its subjects rewrite who may sign in to the cluster',
  why: 'On EKS the ConfigMap aws-auth says which AWS identity is which user and group. One line in it makes any AWS identity an administrator.',
  fix: 'Take writes on this ConfigMap away, and move to access entries: authentication mode API does not read it.',
  severity: { gain: 'cluster', position: 'a container', effort: 'none' },
  within: 'kube-system',
  appliesTo: (_, { cluster, components: { provider } }) => (provider.known && provider.value?.name === 'EKS') || cluster.find('ConfigMap', '', 'kube-system', 'aws-auth') !== undefined,
  rights: each(['update', 'patch'], '', ['configmaps']).map((right) => ({ ...right, name: 'aws-auth' })),
  message: 'rewrites who may sign in',
  expected: 'no writes on aws-auth',
  bad: [aws + boundIn('kube-system', { verbs: ['patch'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['aws-auth'] }), aws + boundIn('kube-system', { verbs: ['update'], apiGroups: [''], resources: ['configmaps'] })],
  good: [aws + boundIn('kube-system', { verbs: ['update'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['leader'] })],
});

export default rule;
