import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-authorization-mode',
  component: 'kubelet',
  title: 'Kubelet allows every request',
  why: 'With AlwaysAllow whoever passes authentication runs commands in every container of the node.',
  fix: 'Set authorization.mode to Webhook. Monitors then need a role for nodes/metrics or nodes/stats.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  flag: 'authorization.mode',
  breaks: (value) => value !== 'Webhook',
  message: 'allows every request',
  expected: 'Webhook',
  bad: ['AlwaysAllow'],
  good: ['Webhook'],
});

export default rule;
