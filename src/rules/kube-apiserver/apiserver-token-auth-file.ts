import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'apiserver-token-auth-file',
  component: 'kube-apiserver',
  title: 'API server accepts static tokens',
  why: 'Static tokens never expire, stand in a file in clear, and change only with a restart.',
  fix: 'Take --token-auth-file away and give people OpenID Connect. Whoever uses one of the tokens has to sign in anew.',
  severity: { gain: 'cluster', position: 'a user', effort: 'several weaknesses' },
  flag: '--token-auth-file',
  breaks: (value) => value !== null,
  message: 'accepts static tokens',
  expected: 'no --token-auth-file',
  bad: ['--token-auth-file=/etc/tokens.csv'],
  good: [],
});

export default rule;
