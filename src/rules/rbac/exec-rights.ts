import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'exec-rights',
  title: 'Binding lets its subjects run commands in pods',
  why: 'A shell in a pod sees what the pod sees: its token, its Secrets, its network.',
  fix: 'Take create on pods/exec and pods/attach away; keep it for break-glass.',
  severity: { gain: 'workload', position: 'a container', effort: 'none' },
  rights: [{ verb: 'create', group: '', resource: 'pods', subresource: 'exec' }, { verb: 'create', group: '', resource: 'pods', subresource: 'attach' }],
  message: 'runs commands in pods',
  expected: 'no pods/exec',
  bad: { verbs: ['create'], apiGroups: [''], resources: ['pods/exec'] },
  good: { verbs: ['create'], apiGroups: [''], resources: ['pods'] },
});

export default rule;
