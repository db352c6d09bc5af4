import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'capabilities-not-dropped',
  on: 'container',
  title: 'Container keeps the default capabilities',
  why: 'The runtime gives every container fourteen capabilities, NET_RAW and DAC_OVERRIDE among them. They let a process forge packets on the pod network and ignore file permissions.',
  fix: 'Drop ALL and add back what is needed.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  appliesTo: (container) => !container.workload.windows,
  check: (container) =>
    !container.privileged && !container.droppedCapabilities.includes('ALL')
      ? [
          {
            message: 'keeps the default capabilities',
            evidence: [container.at('securityContext', 'capabilities', 'drop')],
            expected: '[ALL]',
            change: {
              target: container.workload.ref,
              title: `Drop ALL and add back what is needed in container ${container.name}`,
              edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'securityContext', 'capabilities', 'drop'], value: ['ALL'] }],
              breaks: 'Programs that change owners, bind ports below 1024 or send raw packets.',
            },
          },
        ]
      : [],
  examples: {
    bad: [inContainer('securityContext: {capabilities: {drop: [NET_RAW]}}')],
    good: [inContainer('securityContext: {capabilities: {drop: [ALL]}}')],
    unknown: [],
  },
});

export default rule;
