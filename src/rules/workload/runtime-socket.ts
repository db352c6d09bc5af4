import { evidenceOf } from '../../cluster/mounts.ts';
import type { HostPath } from '../../cluster/workload.ts';
import { socketsReachedBy, type RuntimeSocket } from '../../knowledge/runtime-sockets.ts';
import { defineRule, type Rule } from '../define.ts';
import { withVolume } from '../examples.ts';

/** A folder holds more than the socket: the node with all its files, where it is the root. */
function messageOf({ path, readOnly }: HostPath, sockets: readonly RuntimeSocket[]): string {
  if (sockets.some((socket) => socket.path === path)) return `reaches the container runtime through ${path}`;
  return `mounts ${path === '/' ? 'the whole disk' : path} of its node, ${readOnly ? 'read-only' : 'writable'}, and with it the socket of the container runtime`;
}

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'runtime-socket',
  on: 'container',
  title: 'Container reaches the socket of the container runtime',
  why: 'Whoever talks to the runtime starts a privileged container beside Kubernetes, where no admission control looks, and is root on the node. A read-only mount does not protect a socket.',
  fix: 'Take the mount away. Build images without the runtime of the node.',
  severity: { gain: 'node', position: 'a container', effort: 'none' },
  check: (container) => {
    // The sockets belong to root: another user has to become root first.
    const notRoot = !container.workload.windows && container.runsAsRoot.known && !container.runsAsRoot.value;
    return container.hostPaths
      .map((mount) => ({ mount, sockets: socketsReachedBy(mount.path) }))
      .filter(({ sockets }) => sockets.length > 0)
      .map(({ mount, sockets }) => ({
        message: messageOf(mount, sockets),
        evidence: evidenceOf(container, mount),
        expected: 'no mount of the socket',
        ...(notRoot ? { factors: { effort: 'several weaknesses' as const } } : {}),
      }));
  },
  examples: {
    bad: [withVolume('hostPath: {path: /var/run/docker.sock}'), withVolume('hostPath: {path: /}', 'readOnly: true'), withVolume(String.raw`hostPath: {path: '\\.\pipe\containerd-containerd'}`)],
    good: [withVolume('hostPath: {path: /var/log/app}')],
    unknown: [],
  },
});

export default rule;
