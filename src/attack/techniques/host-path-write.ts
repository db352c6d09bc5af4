import { evidenceOf } from '../../cluster/mounts.ts';
import type { HostPath } from '../../cluster/workload.ts';
import { sensitiveHostPath } from '../../knowledge/host-paths.ts';
import { escapes, rootUnlessSaid } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/host-path-write',
  title: 'plants a program on the node',
  why: 'A path of the node that is mounted for writing and from which the node starts programs or reads credentials is root on it: a cron job, a static pod, a plug-in of the network, a key of root.',
  aliases: ['E8', 'E18', 'E19', 'EXPLOIT_HOST_WRITE', 'CAN_ACCESS_DANGEROUS_HOST_PATH', 'host_path_access'],
  attack: ['T1611', 'T1098.004', 'T1053.003', 'T1543.005', 'T1574'],
  microsoft: ['MS-TA9013', 'MS-TA9017'],
  effort: 1,
  detects: 'New files in such directories that no package wrote.',
  removes: 'Mount nothing of the node, or a narrow path, read-only.',
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : container.hostPaths.filter(plants).map((mount) => ({ text: `it may write ${mount.path} of the node`, evidence: [...evidenceOf(container, mount)], when: rootUnlessSaid(container) })))),
  examples: {
    present: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host}]', 'volumes: [{name: v, hostPath: {path: /etc/kubernetes/manifests/}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host}]', 'hostUsers: false, volumes: [{name: v, hostPath: {path: /etc/cron.d}}]'), from: app, to: 'node:worker', version: '1.34' }],
    absent: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /etc/cron.d}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, subPath: data/own}]', 'volumes: [{name: v, hostPath: {path: /mnt}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', '', 'volumes: [{name: v, hostPath: {path: /}}]'), from: app, to: 'node:worker' }],
    unknown: [],
  },
});

export default technique;

/** What the kernel starts is a technique of its own, and so are sockets. */
function plants({ path, readOnly }: HostPath): boolean {
  const reached = readOnly ? undefined : sensitiveHostPath(path, false);
  return !/^\/(proc|sys)(\/|$)/.test(path) && !path.endsWith('.sock') && (reached?.gain === 'node' || reached?.gain === 'cluster');
}
