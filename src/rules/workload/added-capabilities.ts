import { dangerousCapabilities, otherCapabilities } from '../../knowledge/capabilities.ts';
import { baselineCapabilities } from '../../knowledge/pod-security.ts';
import type { Container } from '../../cluster/workload.ts';
import { defineRule, type Rule } from '../define.ts';
import { inContainer, inPod } from '../examples.ts';

function beyondDefault({ addedCapabilities }: Container): readonly string[] {
  return addedCapabilities.filter((name) => !baselineCapabilities.includes(name));
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'added-capabilities',
  on: 'container',
  title: 'Container adds a capability beyond the default set',
  why: 'Every capability is a piece of root. Those beyond the default set reach the network, the clock or the limits of the node, and each opens kernel code that an attacker can try.',
  fix: 'Add only what the program needs, at best NET_BIND_SERVICE alone.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  // The graver ones, and everything at once, are named by rules of their own.
  appliesTo: (container) => !container.workload.windows && !container.privileged && !container.addedCapabilities.some((name) => dangerousCapabilities.has(name)),
  check: (container) => {
    const added = beyondDefault(container);
    if (added.length === 0) return [];
    const can = added.flatMap((name) => otherCapabilities.get(name) ?? []);
    const onNodeNetwork = container.workload.hostNetwork && added.some((name) => name === 'NET_ADMIN' || name === 'NET_RAW');
    return [
      {
        message: `adds ${added.join(', ')}${can.length > 0 ? ` and can ${can.join(', ')}` : ''}${onNodeNetwork ? ', that of the node' : ''}`,
        evidence: [container.at('securityContext', 'capabilities', 'add')],
        expected: 'at most NET_BIND_SERVICE',
        ...(onNodeNetwork ? { factors: { gain: 'secrets' as const } } : {}),
        change: {
          target: container.workload.ref,
          title: `Add only default capabilities in container ${container.name}`,
          edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'securityContext', 'capabilities', 'add'], value: container.addedCapabilities.filter((name) => baselineCapabilities.includes(name)) }],
          breaks: 'What the program does with them: changing routes or filters, raw packets, real-time scheduling, locked memory.',
        },
      },
    ];
  },
  examples: {
    bad: [
      inContainer('securityContext: {capabilities: {add: [NET_ADMIN, CHOWN]}}'),
      inContainer('securityContext: {capabilities: {drop: [ALL], add: [CAP_NET_RAW]}}'),
      inPod('initContainers: [{name: setup, image: setup, securityContext: {capabilities: {add: [SYS_TIME]}}}]'),
    ],
    good: [inContainer('securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}'), inContainer('securityContext: {capabilities: {add: [CHOWN, SETUID]}}')],
    unknown: [],
  },
});

export default rule;
