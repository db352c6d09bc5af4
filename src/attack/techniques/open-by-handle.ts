import { all } from '../../model/fact.ts';
import { escapes, hasCapability, ownsHost } from '../escapes.ts';
import { filesState } from '../states.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/open-by-handle',
  title: 'opens files of the node by their handle',
  why: 'With DAC_READ_SEARCH root opens any file of a disk of which something is mounted in the container, and of the disk of the node something always is.',
  aliases: ['E6', 'CAN_ACCESS_HOST_FD'],
  attack: ['T1611'],
  microsoft: ['MS-TA9018'],
  effort: 2,
  detects: 'open_by_handle_at calls of a container.',
  removes: 'Drop the capability.',
  steps: (context) => escapes(context, (container) => (container.privileged ? [] : [{ text: 'it has DAC_READ_SEARCH', evidence: [container.at('securityContext', 'capabilities', 'add')], when: all(hasCapability(container, 'DAC_READ_SEARCH'), ownsHost(container)) }]), filesState),
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [DAC_READ_SEARCH]}}'), from: app, to: 'user:system:node:worker' }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0}'), from: app, to: 'user:system:node:worker' }],
    unknown: [{ objects: podIn('shop', 'securityContext: {capabilities: {add: [DAC_READ_SEARCH]}}'), from: app, to: 'user:system:node:worker' }],
  },
});

export default technique;
