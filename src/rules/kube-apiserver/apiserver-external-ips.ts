import type { Rule } from '../define.ts';
import { pluginRule } from '../plugin-rule.ts';

const rule: Rule<'component'> = pluginRule({
  id: 'apiserver-external-ips',
  plugin: 'DenyServiceExternalIPs',
  wanted: true,
  title: 'API server lets Services claim any address',
  why: 'Whoever may create a Service gives it an address of somebody else, a database or a resolver, and traffic of pods to that address arrives at their own pod.',
  fix: 'Add DenyServiceExternalIPs to --enable-admission-plugins, or let an admission policy allow known addresses only. New Services with externalIPs are refused.',
  severity: { gain: 'workload', position: 'a user', effort: 'one more weakness' },
  message: 'lets Services claim any external address',
  changeBreaks: 'New Services with externalIPs; those that exist keep theirs.',
  bad: ['--enable-admission-plugins=NodeRestriction'],
  good: ['--enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs'],
});

export default rule;
