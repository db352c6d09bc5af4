import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'shares the process list of its node', field: ['hostPID'], expected: 'false',
  change: { title: 'Leave hostPID unset', value: false, breaks: 'What looks at the node from inside the pod, such as monitoring agents.' },
};

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'host-pid',
  on: 'workload',
  title: 'Pod shares the process list of its node',
  why: 'A process in the pod sees every process of the node, reads its environment and, as root, enters it.',
  fix: 'Leave hostPID unset.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  check: (workload) => (workload.hostPID ? [fieldBreach(workload, fault)] : []),
  examples: { bad: [inPod('hostPID: true')], good: [inPod('hostPID: false')], unknown: [] },
});

export default rule;
