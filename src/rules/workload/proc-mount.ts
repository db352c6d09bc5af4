import { known, map } from '../../model/fact.ts';
import { defineRule, type Rule } from '../define.ts';
import { atVersion, inContainer } from '../examples.ts';

const unmasked = (pod: string): string => inContainer('securityContext: {procMount: Unmasked}') + pod;

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'proc-mount',
  on: 'container',
  title: 'Container sees all of /proc',
  why: 'The runtime hides parts of /proc that tell about the node or change its kernel. Unmasked, code in the container reads and, as root outside of a user namespace, writes them.',
  fix: 'Leave procMount unset.',
  severity: { gain: 'node', position: 'a container', effort: 'several weaknesses' },
  appliesTo: (container) => !container.workload.windows && !container.privileged,
  check: (container, { cluster }) => {
    if (container.procMount !== 'Unmasked') return [];
    const { workload } = container;
    // A pod that the API server stores so shows that it keeps the field.
    const stored = workload.object.kind === 'Pod' && workload.object.metadata.uid !== undefined;
    const kept = stored ? known(true, container.at('securityContext', 'procMount')) : cluster.apiServerGate('ProcMountType');
    const mapped = workload.userNamespace;
    return map(kept, (inForce) =>
      inForce
        ? [
            {
              message: 'sees all of /proc',
              evidence: [container.at('securityContext', 'procMount')],
              expected: 'Default',
              ...(mapped.known && mapped.value ? { factors: { gain: 'information' as const } } : {}),
              change: {
                target: workload.ref,
                title: `Mask /proc in container ${container.name}`,
                edits: [{ op: 'remove', path: [...workload.specPath, ...container.path, 'securityContext', 'procMount'] }],
                breaks: 'Containers that start containers of their own, such as rootless builds.',
              },
            },
          ]
        : [],
    );
  },
  examples: {
    bad: [atVersion('1.34.2', unmasked('  hostUsers: false\n'))],
    good: [inContainer('securityContext: {procMount: Default}'), atVersion('1.32.0', unmasked(''))],
    unknown: [unmasked('  hostUsers: false\n')],
  },
});

export default rule;
