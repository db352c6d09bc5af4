import { escapes } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/windows-host-process',
  title: 'runs on the Windows node itself',
  why: 'A HostProcess container is a process of its Windows node, with the files and devices of it.',
  aliases: ['E17'],
  attack: ['T1611'],
  microsoft: ['MS-TA9018'],
  effort: 1,
  detects: 'Processes of the node whose parent is the runtime.',
  removes: 'Leave hostProcess unset.',
  steps: (context) => escapes(context, (container) => (container.hostProcess ? [{ text: 'it is a HostProcess container', evidence: [container.at('securityContext', 'windowsOptions', 'hostProcess')] }] : [])),
  examples: {
    present: [{ objects: podIn('shop', '', 'os: {name: windows}, hostNetwork: true, securityContext: {windowsOptions: {hostProcess: true}}'), from: app, to: 'node:worker' }],
    absent: [{ objects: podIn('shop', 'securityContext: {privileged: true}', 'os: {name: windows}'), from: app, to: 'node:worker' }],
    unknown: [],
  },
});

export default technique;
