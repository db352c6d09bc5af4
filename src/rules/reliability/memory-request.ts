import type { Rule } from '../define.ts';
import { resourceRule } from '../resources.ts';

const rule: Rule<'workload'> = resourceRule({
  id: 'memory-request',
  part: 'requests',
  resource: 'memory',
  title: 'Containers ask for no memory',
  why: 'The scheduler packs the node as if they needed none, and when memory runs out their pods are the first to be evicted.',
  fix: 'Set resources.requests.memory to what the program uses on a usual day.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
});

export default rule;
