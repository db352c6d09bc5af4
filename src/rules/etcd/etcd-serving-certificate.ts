import { map } from '../../model/fact.ts';
import { valueIn } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { reachedFrom } from '../etcd-urls.ts';
import { filesRule } from '../files-rule.ts';

const rule: Rule<'component'> = filesRule({
  id: 'etcd-serving-certificate',
  component: 'etcd',
  title: 'etcd serves clients in clear',
  why: 'Without a certificate every Secret that the API server reads or writes passes in clear, and whoever stands between can answer in place of etcd.',
  fix: 'Give --cert-file and --key-file and use https in --listen-client-urls. Clients then need https as well.',
  severity: { gain: 'secrets', position: 'anyone', effort: 'several weaknesses' },
  flags: ['--cert-file', '--key-file'],
  appliesTo: (component) => map(valueIn(component, '--auto-tls'), (auto) => auto !== 'true'),
  factors: (component) => reachedFrom(component, '--listen-client-urls'),
  message: 'has no certificate for clients',
  expected: 'a certificate and its key',
  bad: ['--listen-client-urls=http://10.0.0.10:2379'],
  good: ['--cert-file=/etc/kubernetes/pki/etcd/server.crt', '--key-file=/etc/kubernetes/pki/etcd/server.key'],
});

export default rule;
