import { entries, text } from '../../cluster/read.ts';
import { defineRule, type Rule } from '../define.ts';
import { withVolume } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'mount-propagation',
  on: 'container',
  title: 'Container passes its mounts on to its node',
  why: 'What the container mounts below that volume appears on the node and in every other container that shares it, and stays there when the container ends. An attacker lays files of their own over those of the node.',
  fix: 'Use HostToContainer, or leave mountPropagation unset. Only storage and network drivers need Bidirectional.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  appliesTo: ({ workload }) => !workload.windows,
  check: (container) =>
    entries(container.spec['volumeMounts'])
      .filter(({ value }) => value['mountPropagation'] === 'Bidirectional')
      .map(({ index, value }) => ({
        message: `passes mounts below ${text(value['mountPath']) ?? ''} on to its node`,
        evidence: [container.at('volumeMounts', index, 'mountPropagation')],
        expected: 'HostToContainer or unset',
        change: {
          target: container.workload.ref,
          title: `Pass no mounts of container ${container.name} on to the node`,
          edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, 'volumeMounts', index, 'mountPropagation'], value: 'HostToContainer' }],
          breaks: 'Storage drivers that mount volumes for other pods.',
        },
      })),
  examples: {
    bad: [withVolume('hostPath: {path: /srv/mounts}', 'mountPropagation: Bidirectional')],
    good: [withVolume('hostPath: {path: /srv/mounts}', 'mountPropagation: HostToContainer')],
    unknown: [],
  },
});

export default rule;
