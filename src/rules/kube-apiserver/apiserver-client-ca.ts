import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-client-ca',
  component: 'kube-apiserver',
  title: 'API server checks no client certificates',
  why: 'Without a CA for clients no certificate authenticates anybody: nodes, components and administrators must then use bearer tokens, which work for whoever copies them.',
  fix: 'Set --client-ca-file to the CA that signs the certificates of nodes and components. Whoever holds a certificate of that CA can then sign in.',
  severity: { gain: 'information', position: 'a user', effort: 'one more weakness' },
  flag: '--client-ca-file',
  breaks: (value) => value === null,
  message: 'checks no client certificates',
  expected: 'a CA file',
  bad: [],
  good: ['--client-ca-file=/etc/kubernetes/pki/ca.crt'],
});

export default rule;
