import { evidenceOf } from '../../cluster/mounts.ts';
import type { HostPath } from '../../cluster/workload.ts';
import { sensitiveHostPath } from '../../knowledge/host-paths.ts';
import { all, known, unknown } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { escapes, rootUnlessSaid } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const devicesGap: Gap = gap('node', 'gap/device-rules', 'Does the runtime let a container without privilege open devices that it was not given? By default it does not: the device rules of the container’s control group say so.');
const plugInsGap: Gap = gap('node', 'gap/device-plug-ins', 'Which pods get devices or volumes by a plug-in that registers there? Whoever takes its place says what is mounted into them and run for them: kubectl get pods -A -o json');

const technique: Technique = defineTechnique({
  id: 'technique/host-path-write',
  title: 'plants a program on the node',
  why: 'A path of the node that is mounted for writing and from which the node starts programs or reads credentials is root on it: a cron job, a static pod, a plug-in of the network, a key of root.',
  aliases: ['E8', 'E18', 'E19', 'E20', 'E22', 'EXPLOIT_HOST_WRITE', 'CAN_ACCESS_DANGEROUS_HOST_PATH', 'host_path_access'],
  attack: ['T1611', 'T1098.004', 'T1053.003', 'T1543.005', 'T1574'],
  microsoft: ['MS-TA9013', 'MS-TA9017'],
  effort: 1,
  detects: 'New files in such directories that no package wrote.',
  removes: 'Mount nothing of the node, or a narrow path, read-only.',
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : container.hostPaths.filter((mount) => plants(mount) || doubtOf(mount) !== undefined).map((mount) => {
    const doubt = doubtOf(mount);
    return { text: `it may write ${mount.path} of the node`, evidence: [...evidenceOf(container, mount)], when: all(rootUnlessSaid(container), doubt ? unknown(doubt) : known(true)) };
  }))),
  examples: {
    present: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host}]', 'volumes: [{name: v, hostPath: {path: /etc/kubernetes/manifests/}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host}]', 'hostUsers: false, volumes: [{name: v, hostPath: {path: /etc/cron.d}}]'), from: app, to: 'node:worker', version: '1.34' }],
    absent: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /etc/cron.d}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, subPath: data/own}]', 'volumes: [{name: v, hostPath: {path: /mnt}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', '', 'volumes: [{name: v, hostPath: {path: /}}]'), from: app, to: 'node:worker' }],
    unknown: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host}]', 'volumes: [{name: v, hostPath: {path: /var/lib/kubelet/device-plugins}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host}]', 'volumes: [{name: v, hostPath: {path: /dev}}]'), from: app, to: 'node:worker' }],
  },
});

export default technique;

/** Where more than the mount decides. */
function doubtOf({ path, readOnly }: HostPath): Gap | undefined {
  if (readOnly) return undefined;
  if (/^\/dev(\/|$)/.test(path) && plants({ path, readOnly })) return devicesGap;
  return /^(\/var\/lib\/kubelet\/(plugins_registry|device-plugins|plugins)|\/(etc|run)\/cdi)$/.test(path) ? plugInsGap : undefined;
}

/** What the kernel starts is a technique of its own, and so are sockets. */
function plants({ path, readOnly }: Pick<HostPath, 'path' | 'readOnly'>): boolean {
  const reached = readOnly ? undefined : sensitiveHostPath(path, false);
  return !/^\/(proc|sys)(\/|$)/.test(path) && !path.endsWith('.sock') && (reached?.gain === 'node' || reached?.gain === 'cluster');
}
