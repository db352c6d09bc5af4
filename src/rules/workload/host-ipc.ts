import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'shares the interprocess memory of its node', field: ['hostIPC'], expected: 'false',
  change: { title: 'Leave hostIPC unset', value: false, breaks: 'What looks at the node from inside the pod, such as monitoring agents.' },
};

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'host-ipc',
  on: 'workload',
  title: 'Pod shares the interprocess memory of its node',
  why: 'A process in the pod reads and writes shared memory of programs on the node and of other such pods.',
  fix: 'Leave hostIPC unset.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: (workload) => (workload.hostIPC ? [fieldBreach(workload, fault)] : []),
  examples: { bad: [inPod('hostIPC: true')], good: [inPod('hostIPC: false')], unknown: [] },
});

export default rule;
