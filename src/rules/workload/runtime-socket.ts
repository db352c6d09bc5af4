import { defineRule, type Rule } from '../define.ts';
import { covers } from '../../cluster/mounts.ts';
import { inPod } from '../examples.ts';

const sockets = ['/run/docker.sock', '/run/containerd/containerd.sock', '/run/crio/crio.sock', '/run/k3s/containerd/containerd.sock', '/run/cri-dockerd.sock'];

const rule: Rule<'container'> = defineRule<'container'>({
  id: 'runtime-socket',
  on: 'container',
  title: 'Container reaches the socket of the container runtime',
  why: 'Whoever talks to the runtime starts a privileged container beside Kubernetes, where no admission control looks, and is root on the node. A read-only mount does not protect a socket.',
  fix: 'Take the mount away. Build images without the runtime of the node.',
  severity: { gain: 'node', position: 'a container', effort: 'none' },
  check: (container) =>
    container.hostPaths
      .filter((mount) => sockets.some((socket) => covers(mount.path, socket)))
      .map((mount) => ({ message: `reaches the container runtime through ${mount.path}`, evidence: [mount.evidence], expected: 'no mount of the socket' })),
  examples: {
    bad: [inPod('volumes: [{name: host, hostPath: {path: /var/run/docker.sock}}]').replace('    - name: app\n', '    - name: app\n      volumeMounts: [{name: host, mountPath: /host}]\n')],
    good: [inPod('volumes: [{name: host, hostPath: {path: /var/log/app}}]').replace('    - name: app\n', '    - name: app\n      volumeMounts: [{name: host, mountPath: /host}]\n')],
    unknown: [],
  },
});

export default rule;
