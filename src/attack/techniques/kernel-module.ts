import { all } from '../../model/fact.ts';
import { escapes, hasCapability, noSeccomp, ownsHost } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/kernel-module',
  title: 'loads a kernel module',
  why: 'A kernel module is code in the kernel that all containers of the node share.',
  aliases: ['E5', 'CE_MODULE_LOAD', 'CAN_LOAD_KERNEL_MODULES'],
  attack: ['T1611', 'T1547.006'],
  microsoft: ['MS-TA9018'],
  effort: 2,
  detects: 'Modules that load while no driver is added.',
  removes: 'Drop the capability.',
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : [{ text: 'it has SYS_MODULE', evidence: [container.at('securityContext', 'capabilities', 'add')], when: all(hasCapability(container, 'SYS_MODULE'), noSeccomp(container), ownsHost(container)) }])),
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [ALL]}}'), from: app, to: 'node:worker' }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0}'), from: app, to: 'node:worker' }],
    unknown: [{ objects: podIn('shop', 'securityContext: {capabilities: {add: [SYS_MODULE]}}'), from: app, to: 'node:worker' }],
  },
});

export default technique;
