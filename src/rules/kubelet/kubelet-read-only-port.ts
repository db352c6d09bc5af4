import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-read-only-port',
  component: 'kubelet',
  title: 'Kubelet shows its pods to everybody',
  why: 'The read-only port answers without credentials: names, images, environment and addresses of every pod of the node.',
  fix: 'Set readOnlyPort to 0. Monitors have to use port 10250 with credentials.',
  severity: { gain: 'information', position: 'a container', effort: 'none' },
  flag: 'readOnlyPort',
  breaks: (value) => value !== '0' && value !== null,
  message: 'shows its pods to everybody on the read-only port',
  expected: '0',
  bad: ['10255'],
  good: ['0'],
});

export default rule;
