import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'keeps the default capabilities', field: ['securityContext', 'capabilities', 'drop'], expected: '[ALL]',
  change: { title: 'Drop ALL and add back what is needed', value: ['ALL'], breaks: 'Programs that change owners, bind ports below 1024 or send raw packets.' },
};

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'capabilities-not-dropped',
  on: 'container',
  title: 'Container keeps the default capabilities',
  why: 'The runtime gives every container fourteen capabilities, NET_RAW and DAC_OVERRIDE among them. They let a process forge packets on the pod network and ignore file permissions.',
  fix: 'Drop ALL and add back what is needed.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  appliesTo: (container) => !container.workload.windows,
  check: (container) => (container.privileged || container.droppedCapabilities.includes('ALL') ? [] : [fieldBreach(container, fault)]),
  examples: {
    bad: [inContainer('securityContext: {capabilities: {drop: [NET_RAW]}}')],
    good: [inContainer('securityContext: {capabilities: {drop: [ALL]}}')],
    unknown: [],
  },
});

export default rule;
