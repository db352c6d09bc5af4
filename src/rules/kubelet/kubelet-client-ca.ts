import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-client-ca',
  component: 'kubelet',
  title: 'Kubelet checks no client certificates',
  why: 'Without a CA for clients the kubelet cannot tell the API server from anybody else by its certificate; it then has to take requests without one.',
  fix: 'Set authentication.x509.clientCAFile to the CA of the cluster.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
  flag: 'authentication.x509.clientCAFile',
  breaks: (value) => value === null,
  message: 'checks no client certificates',
  expected: 'a CA file',
  bad: ['null'],
  good: ['/etc/kubernetes/pki/ca.crt'],
});

export default rule;
