import { evidenceOf } from '../../cluster/mounts.ts';
import { sensitiveHostPath } from '../../knowledge/host-paths.ts';
import { socketsReachedBy } from '../../knowledge/runtime-sockets.ts';
import { defineRule, type Rule } from '../define.ts';
import { withVolume } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'host-path',
  on: 'container',
  title: 'Container reads a path of its node',
  why: 'What is read there belongs to the node or to other pods, and whoever can write it on the node decides what the program reads.',
  fix: 'Use a ConfigMap, an emptyDir, a claim or a CSI volume. Where an agent needs the path, mount the narrowest one read-only.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  check: (container) =>
    container.hostPaths
      // Graver mounts have rules of their own: this one is about what is left, narrow and read-only.
      .filter((mount) => mount.readOnly && !sensitiveHostPath(mount.path, true) && socketsReachedBy(mount.path).length === 0)
      .map((mount) => ({ message: `reads ${mount.path} of its node`, evidence: evidenceOf(container, mount), expected: 'no hostPath' })),
  examples: {
    bad: [withVolume('hostPath: {path: /etc/localtime}', 'readOnly: true')],
    good: [withVolume('emptyDir: {}'), withVolume('hostPath: {path: /etc}', 'readOnly: true')],
    unknown: [],
  },
});

export default rule;
