import { grantRule } from '../grant-rule.ts';
import { tokenRequests } from '../grant-powers.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'service-account-token-rights',
  title: 'Binding lets its subjects make tokens of service accounts',
  why: 'A new token of a stronger service account works from anywhere that reaches the API server, without touching a pod.',
  fix: 'Limit create on serviceaccounts/token with resourceNames to the accounts that are needed.',
  severity: { gain: 'secrets', position: 'a container', effort: 'none' },
  ...tokenRequests,
  evenByWildcard: true,
  message: 'makes tokens of service accounts',
  expected: 'resourceNames',
  bad: [{ verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'] }],
  good: [{ verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: ['mine'] }, { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts'] }],
});

export default rule;
