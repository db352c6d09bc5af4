import { evidenceOf } from '../../cluster/mounts.ts';
import { sensitiveHostPath } from '../../knowledge/host-paths.ts';
import { socketsReachedBy } from '../../knowledge/runtime-sockets.ts';
import { defineRule, type Rule } from '../define.ts';
import { withVolume } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'host-path-writable',
  on: 'container',
  title: 'Container writes to a path of its node',
  why: 'What an attacker writes there stays when the pod is gone, meets every other pod that mounts the path, and can fill the disk of the node.',
  fix: 'Mount it read-only. Where the program has to write, use an emptyDir, a claim or a CSI volume.',
  severity: { gain: 'workload', position: 'a container', effort: 'one more weakness' },
  check: (container) =>
    container.hostPaths
      // Sensitive paths and the runtime's socket have rules of their own.
      .filter((mount) => !mount.readOnly && !sensitiveHostPath(mount.path, false) && socketsReachedBy(mount.path).length === 0)
      .map((mount) => ({
        message: `writes to ${mount.path} of its node`,
        evidence: [...evidenceOf(container, mount), container.at(...mount.mount, 'readOnly')],
        expected: 'readOnly: true',
        ...(mount.mount[0] === 'volumeMounts'
          ? {
              change: {
                target: container.workload.ref,
                title: `Mount ${mount.path} read-only in container ${container.name}`,
                edits: [{ op: 'set', path: [...container.workload.specPath, ...container.path, ...mount.mount, 'readOnly'], value: true }],
                breaks: 'Programs that write there.',
              },
            }
          : {}),
      })),
  examples: {
    bad: [withVolume('hostPath: {path: /srv/cache}')],
    good: [withVolume('hostPath: {path: /srv/cache}', 'readOnly: true'), withVolume('hostPath: {path: /etc}'), withVolume('emptyDir: {}')],
    unknown: [],
  },
});

export default rule;
