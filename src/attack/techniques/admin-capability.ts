import { all } from '../../model/fact.ts';
import { escapes, hasCapability, noAppArmor, noSeccomp, ownsHost } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/admin-capability',
  title: 'mounts its way out with SYS_ADMIN',
  why: 'With the capability SYS_ADMIN root in a container mounts file systems of the kernel, among them those that start programs on the node.',
  aliases: ['E3', 'CAN_CGROUP_BREAKOUT'],
  attack: ['T1611'],
  microsoft: ['MS-TA9018'],
  effort: 2,
  detects: 'Mount calls of a container.',
  removes: 'Drop the capability.',
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : [{ text: 'it has SYS_ADMIN', evidence: [container.at('securityContext', 'capabilities', 'add')], when: all(hasCapability(container, 'SYS_ADMIN'), noAppArmor(container), noSeccomp(container), ownsHost(container)) }])),
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [CAP_SYS_ADMIN]}, appArmorProfile: {type: Unconfined}}'), from: app, to: 'node:worker' }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 1000, capabilities: {add: [SYS_ADMIN]}, appArmorProfile: {type: Unconfined}}'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_TIME]}}'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_ADMIN]}, appArmorProfile: {type: RuntimeDefault}}'), from: app, to: 'node:worker' }],
    unknown: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_ADMIN]}}'), from: app, to: 'node:worker' }],
  },
});

export default technique;
