import { evidenceOf } from '../../cluster/mounts.ts';
import { all } from '../../model/fact.ts';
import { escapes, ownsHost } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const kernelFiles = /^\/(proc(\/sys(\/kernel)?)?|sys(\/.*)?)$/;

const technique: Technique = defineTechnique({
  id: 'technique/kernel-helper',
  title: 'has the kernel start a program',
  why: 'Files below /proc/sys and /sys name programs that the kernel starts as root on the node, when a process crashes or a device appears.',
  aliases: ['E7', 'CE_UMH_CORE_PATTERN'],
  attack: ['T1611'],
  microsoft: ['MS-TA9013'],
  effort: 2,
  detects: 'Changes of /proc/sys/kernel/core_pattern.',
  removes: 'Take the mount of /proc or /sys away, or make it read-only.',
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : container.hostPaths.filter(({ path, readOnly }) => !readOnly && kernelFiles.test(path)).map((mount) => ({ text: `it may write ${mount.path} of the node`, evidence: [...evidenceOf(container, mount)], when: all(container.runsAsRoot, ownsHost(container)) })))),
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0}, volumeMounts: [{name: v, mountPath: /host}]', 'volumes: [{name: v, hostPath: {path: /proc/sys/}}]'), from: app, to: 'node:worker' }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0}, volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /proc}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'securityContext: {runAsUser: 0}', 'volumes: [{name: v, hostPath: {path: /proc}}]'), from: app, to: 'node:worker' }],
    unknown: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host}]', 'volumes: [{name: v, hostPath: {path: /proc}}]'), from: app, to: 'node:worker' }],
  },
});

export default technique;
