import { map } from '../../model/fact.ts';
import { valueIn } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-audit-webhook',
  component: 'kube-apiserver',
  title: 'API server sends its audit log nowhere',
  why: 'Whoever becomes root on the control plane deletes the local file. What has left the cluster stays, though an agent of the node may send it as well.',
  fix: 'Give --audit-webhook-config-file with a sink outside the cluster, and tune its batches. A sink that is away costs memory, and events once the buffer is full.',
  severity: { gain: 'information', position: 'an administrator', effort: 'one more weakness' },
  flag: '--audit-webhook-config-file',
  // Without a policy there is nothing to send.
  appliesTo: (component) => map(valueIn(component, '--audit-policy-file'), (value) => value !== null),
  breaks: (value) => value === null,
  message: 'sends its audit log nowhere by itself',
  expected: 'a configuration file',
  bad: ['--audit-policy-file=/etc/kubernetes/audit.yaml'],
  good: ['--audit-policy-file=/etc/kubernetes/audit.yaml', '--audit-webhook-config-file=/etc/kubernetes/sink.yaml'],
});

export default rule;
