import { map } from '../../model/fact.ts';
import { listOf, valueIn } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-etcd-ca',
  component: 'kube-apiserver',
  title: 'API server does not know which etcd is the real one',
  why: 'Without a CA of etcd the API server believes any certificate of a public authority: whoever can redirect the connection answers as the database.',
  fix: 'Set --etcd-cafile to the CA of etcd.',
  severity: { gain: 'workload', position: 'anyone', effort: 'several weaknesses' },
  flag: '--etcd-cafile',
  // A connection in clear is the graver fault, and apiserver-etcd-tls names it.
  appliesTo: (component) => map(valueIn(component, '--etcd-servers'), (urls) => !listOf(urls).some((url) => url.startsWith('http://'))),
  breaks: (value) => value === null,
  message: 'checks etcd by public authorities only',
  expected: 'a CA file',
  bad: ['--etcd-servers=https://127.0.0.1:2379'],
  good: ['--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt'],
});

export default rule;
