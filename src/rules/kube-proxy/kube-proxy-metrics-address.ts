import { isLoopback } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kube-proxy-metrics-address',
  component: 'kube-proxy',
  title: 'kube-proxy shows its metrics to the network',
  why: 'The port answers without credentials: whoever reaches the node reads its configuration and what traffic it steers, and can keep it busy.',
  fix: 'Set metricsBindAddress to 127.0.0.1:10249. A monitor then needs another way to the metrics.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  flag: 'metricsBindAddress',
  breaks: (value) => value !== null && !isLoopback(value),
  message: 'shows its metrics and configuration to the network',
  expected: '127.0.0.1:10249',
  bad: ['0.0.0.0:10249'],
  good: ['127.0.0.1:10249'],
});

export default rule;
