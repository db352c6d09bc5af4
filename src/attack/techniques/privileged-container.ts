import { all } from '../../model/fact.ts';
import { escapes, ownsHost, privileged } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/privileged-container',
  title: 'leaves a privileged container',
  why: 'A privileged container sees the disks and devices of its node: root in it mounts them, writes there what it likes, and is root on the node.',
  aliases: ['E1', 'E2', 'CE_PRIV_MOUNT', 'CE_NSENTER', 'IS_PRIVILEGED', 'privileged', 'node_escape'],
  attack: ['T1611'],
  microsoft: ['MS-TA9018'],
  effort: 1,
  detects: 'Mounts of block devices and new processes of the node that a container started.',
  removes: 'Run it without privilege.',
  steps: (context) => escapes(context, (container) => [{ text: 'it runs privileged', evidence: [container.at('securityContext', 'privileged')], when: all(privileged(container), ownsHost(container)) }]),
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {privileged: true}'), from: app, to: 'node:worker' }, { objects: podIn('shop', '', 'initContainers: [{name: start, image: a, restartPolicy: Always, securityContext: {privileged: true}}]'), from: 'container:shop/web/start', to: 'node:worker' }],
    absent: [{ objects: podIn('shop'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'securityContext: {privileged: true}', 'hostUsers: false'), from: app, to: 'node:worker', version: '1.33' }, { objects: podIn('shop', 'securityContext: {privileged: true}', 'securityContext: {runAsUser: 1000}'), from: app, to: 'node:worker' }],
    unknown: [{ objects: podIn('shop', 'securityContext: {privileged: true}', 'hostUsers: false'), from: app, to: 'node:worker' }],
  },
});

export default technique;
