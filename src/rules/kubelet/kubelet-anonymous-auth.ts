import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-anonymous-auth',
  component: 'kubelet',
  title: 'Kubelet answers requests without credentials',
  why: 'Whoever reaches port 10250 of the node lists its pods, and runs commands in them where the kubelet authorises everybody.',
  fix: 'Set authentication.anonymous.enabled to false. Probes and monitors of port 10250 then need credentials.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  flag: 'authentication.anonymous.enabled',
  breaks: (value) => value !== 'false',
  message: 'answers requests without credentials',
  expected: 'false',
  bad: ['true'],
  good: ['false'],
});

export default rule;
