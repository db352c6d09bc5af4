import { covers, evidenceOf } from '../../cluster/mounts.ts';
import { escapes, rootUnlessSaid } from '../escapes.ts';
import { volumesState } from '../states.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/pod-volumes',
  title: 'gathers the tokens of all pods of the node',
  why: 'Below the directory of the kubelet lie the volumes of every pod: tokens of their service accounts and their Secrets in clear text.',
  aliases: ['E10', 'EXPLOIT_HOST_TRAVERSE', 'TOKEN_STEAL', 'CAN_ACCESS_DANGEROUS_HOST_PATH'],
  attack: ['T1528', 'T1552.001'],
  microsoft: ['MS-TA9016'],
  effort: 1,
  detects: 'Reads below /var/lib/kubelet/pods by a container.',
  removes: 'Mount nothing of the kubelet’s directory.',
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : container.hostPaths.filter(({ path }) => covers(path, '/var/lib/kubelet/pods')).map((mount) => ({ text: `it may read ${mount.path} of the node`, evidence: [...evidenceOf(container, mount)], when: rootUnlessSaid(container) }))), volumesState),
  examples: {
    present: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /var/lib/kubelet}}]') + podIn('blog', '', 'serviceAccountName: writer'), from: app, to: 'serviceaccount:blog/writer' }],
    absent: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /var/lib/kubelet}}]') + podIn('blog', '', 'serviceAccountName: writer').replace('nodeName: worker', 'nodeName: other'), from: app, to: 'serviceaccount:blog/writer' }, { objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host, subPath: device-plugins}]', 'volumes: [{name: v, hostPath: {path: /var/lib/kubelet}}]') + podIn('blog', '', 'serviceAccountName: writer'), from: app, to: 'serviceaccount:blog/writer' }],
    unknown: [],
  },
});

export default technique;
