import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-token-expiration',
  component: 'kube-apiserver',
  title: 'API server prolongs tokens of pods to a year',
  why: 'A token mounted in a pod says one hour, and is taken for a year. A stolen one works as long as its pod exists, and nobody renews what nobody had to.',
  fix: 'Set --service-account-extend-token-expiration=false. Programs that read their token once at start and never again lose access after an hour: look for serviceaccount_stale_tokens_total first.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  flag: '--service-account-extend-token-expiration',
  breaks: (value) => value !== 'false',
  message: 'takes tokens of pods for a year instead of an hour',
  expected: 'false',
  change: { value: 'false', breaks: 'Programs with a client library so old that it never reads its token again.' },
  bad: [],
  good: ['--service-account-extend-token-expiration=false'],
});

export default rule;
