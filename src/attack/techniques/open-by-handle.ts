import { all } from '../../model/fact.ts';
import type { Container } from '../../cluster/workload.ts';
import { escapes, hasCapability, noSeccomp, ownsHost, type Way } from '../escapes.ts';
import { filesState } from '../states.ts';
import { app, podIn } from '../examples.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const technique: Technique = defineTechnique({
  id: 'technique/open-by-handle',
  title: 'opens files of the node by their handle',
  why: 'With DAC_READ_SEARCH root opens any file of a disk of which something is mounted in the container, and of the disk of the node something always is; with DAC_OVERRIDE, which containers have by default, it writes there as well.',
  aliases: ['E6', 'CAN_ACCESS_HOST_FD'],
  attack: ['T1611'],
  microsoft: ['MS-TA9018'],
  effort: 2,
  detects: 'open_by_handle_at calls of a container.',
  removes: 'Drop the capability.',
  *steps(context) {
    yield* escapes(context, (container) => wayBy(container, 'DAC_READ_SEARCH'), filesState);
    // Files that are opened so are written like any other.
    yield* escapes(context, (container) => wayBy(container, 'DAC_READ_SEARCH', 'DAC_OVERRIDE'));
  },
  examples: {
    present: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [DAC_READ_SEARCH]}}'), from: app, to: 'node:worker' }, { objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [DAC_READ_SEARCH]}}'), from: app, to: 'user:system:node:worker' }],
    absent: [{ objects: podIn('shop', 'securityContext: {runAsUser: 0}'), from: app, to: 'user:system:node:worker' }, { objects: podIn('shop', 'securityContext: {runAsUser: 0, capabilities: {add: [DAC_READ_SEARCH], drop: [DAC_OVERRIDE]}}'), from: app, to: 'node:worker' }],
    unknown: [{ objects: podIn('shop', 'securityContext: {capabilities: {add: [DAC_READ_SEARCH]}}'), from: app, to: 'user:system:node:worker' }],
  },
});

export default technique;

function wayBy(container: Container, ...names: readonly string[]): readonly Way[] {
  const has = hasCapability(container, ...names);
  if (container.privileged || (has.known && !has.value)) return [];
  return [{ text: `it has ${names.join(' and ')}`, evidence: [container.at('securityContext', 'capabilities', 'add')], when: all(has, noSeccomp(container), ownsHost(container)) }];
}
