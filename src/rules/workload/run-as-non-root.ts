import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'may run as root', field: ['securityContext', 'runAsNonRoot'], expected: 'true',
};

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'run-as-non-root',
  on: 'container',
  title: 'Container may run as root',
  why: 'Nothing in the manifest keeps the image from starting as UID 0. Root in a container owns every file that is mounted into it and meets the kernel with the most rights the container has.',
  fix: 'Set runAsNonRoot to true and a UID the image can work with.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
  appliesTo: (container) => !container.workload.windows,
  // One that asks for UID 0 is named by run-as-root-user alone.
  check: (container) => (container.runAsNonRoot !== true && container.runAsUser === undefined ? [fieldBreach(container, fault)] : []),
  examples: {
    bad: [inContainer('stdin: true')],
    good: [inContainer('securityContext: {runAsNonRoot: true}'), inContainer('securityContext: {runAsUser: 0}')],
    unknown: [],
  },
});

export default rule;
