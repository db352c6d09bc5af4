import { all } from '../../model/fact.ts';
import { escapes, hasCapability, noAppArmor, noSeccomp } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/host-process-trace',
  title: 'takes over a process of the node',
  why: 'In the process namespace of the node, with SYS_PTRACE, root writes its own code into a process that runs there.',
  aliases: ['E4', 'CE_SYS_PTRACE', 'CAN_NSENTER_HOST'],
  attack: ['T1611', 'T1055.008'],
  microsoft: ['MS-TA9018'],
  effort: 2,
  detects: 'Ptrace calls on processes outside the container.',
  removes: 'Leave hostPID unset, or drop the capability.',
  steps: (context) => escapes(context, (container) => (container.privileged || !container.workload.hostPID ? [] : [{ text: 'it has hostPID and SYS_PTRACE', evidence: [container.workload.at('hostPID'), container.at('securityContext', 'capabilities', 'add')], when: all(hasCapability(container, 'SYS_PTRACE'), noAppArmor(container), noSeccomp(container)) }])),
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_PTRACE]}, appArmorProfile: {type: Unconfined}}', 'hostPID: true'), from: app, to: 'node:worker' }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [SYS_PTRACE]}, appArmorProfile: {type: Unconfined}}'), from: app, to: 'node:worker' }, { objects: podIn('shop', '', 'hostPID: true'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {drop: [ALL]}, appArmorProfile: {type: Unconfined}}', 'hostPID: true, initContainers: [{name: other, image: a, securityContext: {capabilities: {add: [SYS_PTRACE]}}}]'), from: app, to: 'node:worker' }],
    unknown: [{ objects: podIn('shop', 'securityContext: {capabilities: {add: [SYS_PTRACE]}}', 'hostPID: true'), from: app, to: 'node:worker' }],
  },
});

export default technique;
