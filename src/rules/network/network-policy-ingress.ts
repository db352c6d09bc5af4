import type { Rule } from '../define.ts';
import { isolationRule } from '../network-policy.ts';

const rule: Rule<'namespace'> = isolationRule({
  id: 'network-policy-ingress',
  direction: 'ingress',
  title: 'Namespace takes connections from everywhere',
  why: 'Any pod of the cluster, and whatever routes to it, connects to every port of these pods. One compromised container reaches them all.',
});

export default rule;
