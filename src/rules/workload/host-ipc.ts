import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'host-ipc',
  on: 'workload',
  title: 'Pod shares the interprocess memory of its node',
  why: 'A process in the pod reads and writes shared memory of programs on the node and of other such pods.',
  fix: 'Leave hostIPC unset.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: (workload) =>
    workload.hostIPC
      ? [
          {
            message: 'shares the interprocess memory of its node',
            evidence: [workload.at('hostIPC')],
            expected: 'false',
            change: {
              target: workload.ref,
              title: 'Leave hostIPC unset',
              edits: [{ op: 'set', path: [...workload.specPath, 'hostIPC'], value: false }],
              breaks: 'What looks at the node from inside the pod, such as monitoring agents.',
            },
          },
        ]
      : [],
  examples: { bad: [inPod('hostIPC: true')], good: [inPod('hostIPC: false')], unknown: [] },
});

export default rule;
