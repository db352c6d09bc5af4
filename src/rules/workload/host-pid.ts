import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'host-pid',
  on: 'workload',
  title: 'Pod shares the process list of its node',
  why: 'A process in the pod sees every process of the node, reads its environment and, as root, enters it.',
  fix: 'Leave hostPID unset.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  check: (workload) =>
    workload.hostPID
      ? [
          {
            message: 'shares the process list of its node',
            evidence: [workload.at('hostPID')],
            expected: 'false',
            change: {
              target: workload.ref,
              title: 'Leave hostPID unset',
              edits: [{ op: 'set', path: [...workload.specPath, 'hostPID'], value: false }],
              breaks: 'What looks at the node from inside the pod, such as monitoring agents.',
            },
          },
        ]
      : [],
  examples: { bad: [inPod('hostPID: true')], good: [inPod('hostPID: false')], unknown: [] },
});

export default rule;
