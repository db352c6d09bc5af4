import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'service-account-token-rights',
  title: 'Binding lets its subjects make tokens of service accounts',
  why: 'A new token of a stronger service account works from anywhere, without touching a pod.',
  fix: 'Limit create on serviceaccounts/token with resourceNames.',
  severity: { gain: 'secrets', position: 'a container', effort: 'none' },
  rights: [{ verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' }],
  message: 'makes tokens of service accounts',
  expected: 'resourceNames',
  bad: { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'] },
  good: { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: ['mine'] },
});

export default rule;
