import type { Rule } from '../define.ts';
import { isolationRule } from '../network-policy.ts';

const rule: Rule<'namespace'> = isolationRule({
  id: 'network-policy-egress',
  direction: 'egress',
  title: 'Namespace lets its pods connect to everywhere',
  why: 'A compromised container connects to the Internet, to the metadata service of the cloud, to the kubelets and to every other pod: it fetches tools and sends data out.',
});

export default rule;
