import { secondsOf } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-request-timeout',
  component: 'kube-apiserver',
  title: 'API server lets requests run long',
  why: 'A request that may take many minutes holds its place: a handful of slow clients use up what the API server can answer at once.',
  fix: 'Set --request-timeout to a minute, or a few where large answers need them. Slower requests are cut off.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'one more weakness' },
  flag: '--request-timeout',
  breaks: (value) => value !== null && (secondsOf(value) ?? 0) > 300,
  message: 'lets a request run for more than five minutes',
  expected: '1m0s',
  change: { value: '1m0s', breaks: 'Requests that take longer than a minute, such as lists of everything.' },
  bad: ['--request-timeout=30m'],
  good: [],
});

export default rule;
