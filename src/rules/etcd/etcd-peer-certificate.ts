import { map } from '../../model/fact.ts';
import { valueIn } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { reachedFrom } from '../etcd-urls.ts';
import { filesRule } from '../files-rule.ts';

const rule: Rule<'component'> = filesRule({
  id: 'etcd-peer-certificate',
  component: 'etcd',
  title: 'etcd members talk in clear',
  why: 'Members copy every change to each other. Without certificates whoever stands between reads the whole state of the cluster, or speaks as a member and rewrites it.',
  fix: 'Give --peer-cert-file and --peer-key-file and use https in --listen-peer-urls, on all members.',
  severity: { gain: 'cluster', position: 'a container', effort: 'several weaknesses' },
  flags: ['--peer-cert-file', '--peer-key-file'],
  appliesTo: (component) => map(valueIn(component, '--peer-auto-tls'), (auto) => auto !== 'true'),
  factors: (component) => reachedFrom(component, '--listen-peer-urls'),
  message: 'has no certificate for other members',
  expected: 'a certificate and its key',
  bad: ['--listen-peer-urls=http://10.0.0.10:2380'],
  good: ['--peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt', '--peer-key-file=/etc/kubernetes/pki/etcd/peer.key'],
});

export default rule;
