import type { Rule } from '../define.ts';
import { filesRule } from '../files-rule.ts';

const rule: Rule<'component'> = filesRule({
  id: 'apiserver-serving-certificate',
  component: 'kube-apiserver',
  title: 'API server makes its own certificate',
  why: 'A certificate that nobody signed cannot be told from that of an impostor: clients switch the check off, and whoever stands between reads their tokens.',
  fix: 'Give --tls-cert-file and --tls-private-key-file, signed by the CA of the cluster.',
  severity: { gain: 'workload', position: 'anyone', effort: 'several weaknesses' },
  flags: ['--tls-cert-file', '--tls-private-key-file'],
  message: 'has no certificate of its own',
  expected: 'a certificate and its key',
  bad: [],
  good: ['--tls-cert-file=/etc/kubernetes/pki/apiserver.crt', '--tls-private-key-file=/etc/kubernetes/pki/apiserver.key'],
});

export default rule;
