import type { Rule } from '../define.ts';
import { filesRule } from '../files-rule.ts';

const rule: Rule<'component'> = filesRule({
  id: 'apiserver-kubelet-client-certificate',
  component: 'kube-apiserver',
  title: 'API server shows kubelets no certificate',
  why: 'Kubelets must then take requests without credentials, or logs and exec stop working; whoever reaches port 10250 is served just the same.',
  fix: 'Give --kubelet-client-certificate and --kubelet-client-key, signed by the CA that kubelets trust.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
  flags: ['--kubelet-client-certificate', '--kubelet-client-key'],
  message: 'shows kubelets no certificate',
  expected: 'a certificate and its key',
  bad: [],
  good: ['--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt', '--kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key'],
});

export default rule;
