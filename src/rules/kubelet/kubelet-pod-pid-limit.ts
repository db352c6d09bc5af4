import { runsOnLinux } from '../component-settings.ts';
import type { Rule } from '../define.ts';
import { flagRule } from '../flag-rule.ts';

const rule: Rule<'component'> = flagRule({
  id: 'kubelet-pod-pid-limit',
  component: 'kubelet',
  title: 'Pods may use all process ids of the node',
  why: 'A fork bomb in one container uses up the process ids of the node: the kubelet and the runtime can start nothing, and every pod there goes down.',
  fix: 'Set podPidsLimit, such as 4096. A pod that needs more processes cannot start them.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  flag: 'podPidsLimit',
  appliesTo: runsOnLinux,
  breaks: (value) => value === null || Number(value) <= 0,
  message: 'lets one pod use all process ids of the node',
  expected: '4096',
  bad: ['-1'],
  good: ['4096'],
});

export default rule;
