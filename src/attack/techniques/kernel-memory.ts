import type { Container } from '../../cluster/workload.ts';
import { all, unknown } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { escapes, hasCapability, noSeccomp, ownsHost, type Way } from '../escapes.ts';
import { app, podIn } from '../examples.ts';
import { filesState } from '../states.ts';
import { defineTechnique, type Technique } from '../technique.ts';

const kernelGap: Gap = gap('node', 'gap/kernel-lockdown', 'Does the kernel of the nodes let programs read its memory? Lockdown refuses it: cat /sys/kernel/security/lockdown on a node');
const rawGap: Gap = gap('node', 'gap/device-rules', 'Does the runtime let a container without privilege open devices that it was not given? By default it does not: the device rules of the container’s control group say so.');
const caps = (list: string, more = ''): string => `securityContext: {runAsUser: 0, capabilities: {add: [${list}]}}${more}`;
const to = 'user:system:node:worker';
const memory = ', volumeMounts: [{name: v, mountPath: /dev/mem}]';

const technique: Technique = defineTechnique({
  id: 'technique/kernel-memory',
  title: 'reads the memory of its node',
  why: 'With BPF and PERFMON root in a container looks into the kernel and into every process of the node, with SYS_RAWIO and /dev/mem into the memory itself. The keys that its programs use lie there.',
  aliases: ['E13'],
  attack: ['T1611'],
  microsoft: ['MS-TA9018'],
  effort: 3,
  detects: 'Programs for the kernel that a container loads; reads of /dev/mem.',
  removes: 'Drop the capabilities.',
  steps: (context) => escapes(context, ways, filesState),
  examples: {
    present: [],
    absent: [
      { objects: podIn('shop', caps('BPF')), from: app, to },
      { objects: podIn('shop', caps('PERFMON')), from: app, to },
      { objects: podIn('shop', caps('SYS_RAWIO')), from: app, to },
      { objects: podIn('shop', caps('SYS_TIME', memory), 'volumes: [{name: v, hostPath: {path: /dev/mem}}]'), from: app, to },
      { objects: podIn('shop', caps('BPF, PERFMON').replace('runAsUser: 0', 'runAsUser: 1000')), from: app, to },
      { objects: podIn('shop', caps('BPF, PERFMON'), 'hostUsers: false'), from: app, to, version: '1.34' },
    ],
    unknown: [
      { objects: podIn('shop', caps('BPF, PERFMON')), from: app, to },
      { objects: podIn('shop', caps('SYS_RAWIO', memory), 'volumes: [{name: v, hostPath: {path: /dev/mem}}]'), from: app, to },
    ],
  },
});

export default technique;

function ways(container: Container): readonly Way[] {
  if (container.privileged) return [];
  const raw = container.hostPaths.some(({ path }) => ['/dev', '/dev/mem', '/dev/kmem'].includes(path));
  const found: readonly (readonly [names: readonly string[], gap: Gap])[] = [[['BPF', 'PERFMON'], kernelGap], ...(raw ? [[['SYS_RAWIO'], rawGap] as const] : [])];
  return found.flatMap(([names, open]) => {
    const has = hasCapability(container, ...names);
    if (has.known && !has.value) return [];
    return [{ text: `it has ${names.join(' and ')}`, evidence: [container.at('securityContext', 'capabilities', 'add')], when: all(has, noSeccomp(container), ownsHost(container), unknown(open)) }];
  });
}
