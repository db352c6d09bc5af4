import { evidenceOf } from '../../cluster/mounts.ts';
import { sensitiveHostPath } from '../../knowledge/host-paths.ts';
import { socketsReachedBy } from '../../knowledge/runtime-sockets.ts';
import { defineRule, type Rule } from '../define.ts';
import { withVolume } from '../examples.ts';

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'host-path-sensitive',
  on: 'container',
  title: 'Container mounts a sensitive path of its node',
  why: 'There stand the credentials of the node and of other pods, or files that run as root. Whoever takes the container over reads them or writes their own, and the node is theirs. A read-only mount leaves file systems mounted below it writable unless recursiveReadOnly is Enabled.',
  fix: 'Take the mount away, or mount the one file the program needs, read-only.',
  severity: { gain: 'node', position: 'a container', effort: 'one more weakness' },
  check: (container) => {
    const notRoot = !container.workload.windows && container.runsAsRoot.known && !container.runsAsRoot.value;
    return container.hostPaths.flatMap((mount) => {
      // A mount that reaches the runtime is named by runtime-socket alone.
      const found = socketsReachedBy(mount.path).length > 0 ? undefined : sensitiveHostPath(mount.path, mount.readOnly);
      if (!found) return [];
      return {
        message: `mounts ${mount.path} of its node, ${mount.readOnly ? 'read-only' : 'writable'}: ${found.holds}`,
        evidence: evidenceOf(container, mount),
        expected: 'no such mount',
        // What is sensitive belongs to root: another user has to become root first.
        factors: { gain: found.gain, ...(notRoot ? { effort: 'several weaknesses' as const } : {}) },
      };
    });
  },
  examples: {
    bad: [
      withVolume('hostPath: {path: /etc/kubernetes/}', 'readOnly: true'),
      withVolume('hostPath: {path: /var/lib}', 'subPath: kubelet/pki'),
      withVolume('hostPath: {path: /usr/local/bin}'),
      withVolume('hostPath: {path: "C:\\\\Windows"}'),
      `${withVolume('persistentVolumeClaim: {claimName: data}')}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: data}
spec: {hostPath: {path: /root/.aws}, claimRef: {namespace: shop, name: data}}
`,
    ],
    good: [withVolume('hostPath: {path: /etc/localtime}', 'readOnly: true'), withVolume('hostPath: {path: /lib/modules}', 'readOnly: true'), withVolume('hostPath: {path: /srv/cache}')],
    unknown: [],
  },
});

export default rule;
