import { evidenceOf } from '../../cluster/mounts.ts';
import { all, known, unknown } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { escapes, ownsHost } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

// Those that name a program, and what they lie in.
const kernelFiles = /^\/(proc(\/sys(\/kernel(\/(core_pattern|modprobe))?|\/fs(\/binfmt_misc(\/register)?)?)?)?|sys(\/kernel(\/uevent_helper)?)?)$/;
const controlGroups = /^\/sys\/fs(\/cgroup(\/.*)?)?$/;
const groupsGap: Gap = gap('node', 'gap/control-groups', 'Do the nodes use version 1 of control groups, with a kernel older than 5.17? There root in a container names a program that the kernel starts: stat -fc %T /sys/fs/cgroup; uname -r on a node');

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
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : container.hostPaths.filter(({ path, readOnly }) => !readOnly && (kernelFiles.test(path) || controlGroups.test(path))).map((mount) => ({ text: `it may write ${mount.path} of the node`, evidence: [...evidenceOf(container, mount)], when: all(container.runsAsRoot, ownsHost(container), kernelFiles.test(mount.path) ? known(true) : unknown(groupsGap)) })))),
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0}, volumeMounts: [{name: v, mountPath: /host}]', 'volumes: [{name: v, hostPath: {path: /proc/sys/}}]'), from: app, to: 'node:worker' }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0}, volumeMounts: [{name: v, mountPath: /host, readOnly: true}]', 'volumes: [{name: v, hostPath: {path: /proc}}]'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'securityContext: {runAsUser: 0}', 'volumes: [{name: v, hostPath: {path: /proc}}]'), from: app, to: 'node:worker' }],
    unknown: [{ objects: podIn('shop', 'volumeMounts: [{name: v, mountPath: /host}]', 'volumes: [{name: v, hostPath: {path: /proc}}]'), from: app, to: 'node:worker' }],
  },
});

export default technique;
