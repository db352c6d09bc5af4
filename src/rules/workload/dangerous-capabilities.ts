import { dangerousCapabilities } from '../../knowledge/capabilities.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'dangerous-capabilities',
  on: 'container',
  title: 'Container has a capability that leads to its node',
  why: 'Some capabilities reach past the container: they mount file systems, load kernel code, read any file or any process of the node. Whoever takes the container over is then on the node.',
  fix: 'Take the capability away.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  appliesTo: (container) => !container.workload.windows && !container.privileged,
  check: (container) => {
    const leading = container.addedCapabilities.flatMap((name) => {
      const known = dangerousCapabilities.get(name);
      return known ? { name, ...known } : [];
    });
    if (leading.length === 0) return [];
    const mapped = container.workload.userNamespace;
    const notRoot = container.runsAsRoot.known && !container.runsAsRoot.value;
    return leading.map(({ name, can, gain, alone }) => ({
      message: `has ${name} and can ${can}`,
      evidence: [container.at('securityContext', 'capabilities', 'add')],
      expected: 'no such capability',
      // In a user namespace a capability ends at the pod; a user other than root needs a set-user-ID program to get it.
      factors: mapped.known && mapped.value ? { gain: 'workload' as const, effort: 'several weaknesses' as const } : { gain, effort: notRoot ? 'several weaknesses' as const : alone ? 'none' as const : 'one more weakness' as const },
      change: {
        target: container.workload.ref,
        title: `Add no dangerous capability in container ${container.name}`,
        edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'securityContext', 'capabilities', 'add'], value: container.addedCapabilities.filter((added) => !dangerousCapabilities.has(added)) }],
        breaks: 'What the program does with it: mounting, tracing, kernel modules, eBPF.',
      },
    }));
  },
  examples: {
    bad: [
      inContainer('securityContext: {capabilities: {add: [SYS_ADMIN, CHOWN]}}'),
      inContainer('securityContext: {capabilities: {add: [cap_bpf]}}'),
      inPod('ephemeralContainers: [{name: debug, image: debug, securityContext: {capabilities: {add: [SYS_PTRACE]}}}]'),
    ],
    good: [inContainer('securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}')],
    unknown: [],
  },
});

export default rule;
