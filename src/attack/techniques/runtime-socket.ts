import { evidenceOf } from '../../cluster/mounts.ts';
import { socketsReachedBy } from '../../knowledge/runtime-sockets.ts';
import { escapes, rootUnlessSaid } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/runtime-socket',
  title: 'starts a container through the socket of the runtime',
  why: 'The socket of the container runtime starts any container on the node, privileged ones included, past the API server. Mounting it read-only does not hinder that.',
  aliases: ['E11', 'EXPLOIT_CONTAINERD_SOCK', 'CAN_ACCESS_DANGEROUS_HOST_PATH'],
  attack: ['T1610', 'T1611'],
  microsoft: ['MS-TA9013'],
  effort: 1,
  detects: 'Containers on the node that belong to no pod.',
  removes: 'Take the socket away; build images with a tool that needs none.',
  steps: (context) => escapes(context, (container) => container.hostPaths.filter(({ path }) => socketsReachedBy(path).length > 0).map((mount) => ({ text: `it reaches the socket below ${mount.path}`, evidence: [...evidenceOf(container, mount)], when: rootUnlessSaid(container) }))),
  examples: {
    present: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /s, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /var/run/docker.sock}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /s}]', 'volumes: [{name: v, hostPath: {path: /run/k3s}}]'), from: app, to: 'node:worker' }],
    absent: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /s}]', 'volumes: [{name: v, hostPath: {path: /run/xtables.lock}}]'), from: app, to: 'node:worker' }],
    unknown: [],
  },
});

export default technique;
