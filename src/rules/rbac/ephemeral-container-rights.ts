import { grantRule } from '../grant-rule.ts';
import type { Rule } from '../define.ts';
import { debugContainers } from '../grant-powers.ts';

const rule: Rule<'grant'> = grantRule({
  id: 'ephemeral-container-rights',
  title: 'Binding lets its subjects add a debug container to running pods',
  why: 'A debug container runs any image inside a pod of others, with its network, its volumes and, where asked for, its processes. It is pods/exec by another name, and rules against exec do not stop it.',
  fix: 'Take update and patch on pods/ephemeralcontainers away; keep them for emergencies.',
  severity: { gain: 'workload', position: 'a container', effort: 'none' },
  lesser: true,
  ...debugContainers,
  message: 'adds a debug container to running pods',
  expected: 'no pods/ephemeralcontainers',
  bad: [{ verbs: ['patch'], apiGroups: [''], resources: ['pods/ephemeralcontainers'] }],
  good: [{ verbs: ['get'], apiGroups: [''], resources: ['pods/ephemeralcontainers'] }, { verbs: ['delete'], apiGroups: [''], resources: ['pods'] }],
});

export default rule;
