import { evidenceOf } from '../../cluster/mounts.ts';
import { sensitiveHostPath } from '../../knowledge/host-paths.ts';
import { escapes, rootUnlessSaid } from '../escapes.ts';
import { filesState } from '../states.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/host-path-read',
  title: 'reads credentials of the node',
  why: 'Kubeconfigs, keys and the data of etcd lie on the disk of a node. Who reads them is the node, and on the control plane the cluster.',
  aliases: ['E9', 'EXPLOIT_HOST_READ', 'CAN_ACCESS_DANGEROUS_HOST_PATH'],
  attack: ['T1552.001', 'T1552.004'],
  microsoft: ['MS-TA9013', 'MS-TA9026'],
  effort: 1,
  detects: 'Reads of such files by a container.',
  removes: 'Mount nothing of the node, or a narrow path.',
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : container.hostPaths.filter(({ path }) => ['node', 'cluster'].includes(sensitiveHostPath(path, true)?.gain ?? '') && !path.endsWith('.sock') && !/^\/run(\/|$)/.test(path)).map((mount) => ({ text: `it may read ${mount.path} of the node`, evidence: [...evidenceOf(container, mount)], when: rootUnlessSaid(container) }))), filesState),
  examples: {
    present: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /var/lib/kubelet/pki}}]'), from: app, to: 'user:system:node:worker' }],
    absent: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /usr/share}}]'), from: app, to: 'user:system:node:worker' }],
    unknown: [],
  },
});

export default technique;
