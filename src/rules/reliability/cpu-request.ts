import type { Rule } from '../define.ts';
import { resourceRule } from '../resources.ts';

const rule: Rule<'workload'> = resourceRule({
  id: 'cpu-request',
  part: 'requests',
  resource: 'cpu',
  title: 'Containers ask for no processor time',
  why: 'The scheduler packs the node as if they needed none. Under load they get the least share of all, and an autoscaler that goes by use of the request cannot work.',
  fix: 'Set resources.requests.cpu to what the program uses on a usual day.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
});

export default rule;
