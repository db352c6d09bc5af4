import { isLoopback } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'controller-manager-bind-address',
  component: 'kube-controller-manager',
  title: 'Controller manager listens to the network',
  why: 'Port 10257 answers every machine that reaches the node. It asks for credentials, so what is left to an attacker is its flaws, and metrics for whoever has that right.',
  fix: 'Set --bind-address=127.0.0.1. A monitor on another machine then sees no metrics.',
  severity: { gain: 'information', position: 'a container', effort: 'several weaknesses' },
  flag: '--bind-address',
  breaks: (value) => value === null || !isLoopback(value),
  message: 'listens to the network',
  expected: '127.0.0.1',
  change: { value: '127.0.0.1', breaks: 'Metrics that a monitor reads from another machine, and probes to the address of the node.' },
  bad: ['--bind-address=0.0.0.0'],
  good: ['--bind-address=127.0.0.1'],
});

export default rule;
