import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-kubelet-certificate-authority',
  component: 'kube-apiserver',
  title: 'API server does not verify kubelets',
  why: 'Whoever stands between the API server and a node answers as its kubelet: reads logs, and sees and changes what exec and port-forward carry.',
  fix: 'Set --kubelet-certificate-authority and let kubelets have serving certificates signed by it. Logs and exec of nodes without one fail.',
  severity: { gain: 'workload', position: 'anyone', effort: 'several weaknesses' },
  flag: '--kubelet-certificate-authority',
  breaks: (value) => value === null,
  message: 'does not verify the certificates of kubelets',
  expected: 'a CA file',
  bad: [],
  good: ['--kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt'],
});

export default rule;
