import { grantRule } from '../grant-rule.ts';
import { commands } from '../grant-powers.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'exec-rights',
  title: 'Binding lets its subjects run commands in pods',
  why: 'A shell in a pod sees what the pod sees: its token, its Secrets, its network. Attaching to a container does the same where its program reads what is typed. Before 1.35 the verb get is enough, over a WebSocket.',
  fix: 'Take pods/exec and pods/attach away; keep them for emergencies, bound for the time they last.',
  severity: { gain: 'workload', position: 'a container', effort: 'none' },
  ...commands,
  evenByWildcard: true,
  message: 'runs commands in pods',
  expected: 'no pods/exec',
  bad: [{ verbs: ['create'], apiGroups: [''], resources: ['pods/exec'] }, { verbs: ['create'], apiGroups: [''], resources: ['*/attach'] }],
  unknown: [{ verbs: ['get'], apiGroups: [''], resources: ['pods/exec'] }],
  good: [{ verbs: ['create'], apiGroups: [''], resources: ['pods/log'] }, { verbs: ['create'], apiGroups: [''], resources: ['pods/*'] }],
});

export default rule;
