import { defineRule, type Rule } from '../define.ts';
import { inContainer } from '../examples.ts';

const leadsToNode: ReadonlySet<string> = new Set(['ALL', 'SYS_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'SYS_RAWIO', 'DAC_READ_SEARCH', 'BPF']);

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'dangerous-capabilities',
  on: 'container',
  title: 'Container has a capability that leads to its node',
  why: 'SYS_ADMIN, SYS_PTRACE, SYS_MODULE, SYS_RAWIO, DAC_READ_SEARCH and BPF each reach past the container: they mount file systems, load kernel code or read any file of the node.',
  fix: 'Take the capability away.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  appliesTo: (container) => !container.workload.windows,
  check: (container) =>
    !container.privileged && container.addedCapabilities.some((name) => leadsToNode.has(name))
      ? [
          {
            message: `has ${container.addedCapabilities.filter((name) => leadsToNode.has(name)).join(', ')}`,
            evidence: [container.at('securityContext', 'capabilities', 'add')],
            expected: 'no such capability',
          },
        ]
      : [],
  examples: {
    bad: [inContainer('securityContext: {capabilities: {add: [SYS_ADMIN]}}')],
    good: [inContainer('securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}')],
    unknown: [],
  },
});

export default rule;
