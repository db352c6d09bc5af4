import type { Rule } from '../define.ts';
import { resourceRule } from '../resources.ts';

const rule: Rule<'workload'> = resourceRule({
  id: 'cpu-limit',
  part: 'limits',
  resource: 'cpu',
  title: 'Containers take as much processor time as is free',
  why: 'Code that an intruder brings, such as a miner of coins, uses every idle processor of the node. Others still get what they ask for by their requests.',
  fix: 'Set resources.limits.cpu where the load is known. A limit that is too low slows the program down although processors are idle, so many leave it out on purpose.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'several weaknesses' },
});

export default rule;
