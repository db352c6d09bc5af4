import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'can write to its own file system', field: ['securityContext', 'readOnlyRootFilesystem'], expected: 'true',
  change: { title: 'Set readOnlyRootFilesystem to true', value: true, breaks: 'Programs that write outside of mounted volumes, /tmp among them.' },
};

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'writable-root-filesystem',
  on: 'container',
  title: 'Container can write to its own file system',
  why: 'An attacker who runs code in the container drops tools there and changes the program that starts next.',
  fix: 'Set readOnlyRootFilesystem to true. Mount an emptyDir where the program writes.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
  appliesTo: (container) => !container.workload.windows,
  check: (container) => (container.readOnlyRootFilesystem ? [] : [fieldBreach(container, fault)]),
  examples: {
    bad: [inContainer('securityContext: {runAsNonRoot: true}')],
    good: [inContainer('securityContext: {readOnlyRootFilesystem: true}')],
    unknown: [],
  },
});

export default rule;
