import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-service-account-lookup',
  component: 'kube-apiserver',
  title: 'API server takes tokens of deleted accounts',
  why: 'Without a lookup a token from a Secret stays good after its Secret and its account were deleted: a stolen one cannot be revoked.',
  fix: 'Take --service-account-lookup=false away. Tokens of accounts that are gone stop working.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  flag: '--service-account-lookup',
  breaks: (value) => value === 'false',
  message: 'takes tokens of deleted accounts',
  expected: 'true',
  change: { value: 'true', breaks: 'Programs that still use tokens of deleted accounts.' },
  bad: ['--service-account-lookup=false'],
  good: [],
});

export default rule;
