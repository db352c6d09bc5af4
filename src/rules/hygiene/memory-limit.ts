import type { Rule } from '../define.ts';
import { resourceRule } from '../resources.ts';

const rule: Rule<'workload'> = resourceRule({
  id: 'memory-limit',
  part: 'limits',
  resource: 'memory',
  title: 'Containers take as much memory as their node has',
  why: 'A leak, or somebody who fills memory on purpose, takes it from all others on the node until the kernel kills one of them, and that need not be the one that grew.',
  fix: 'Set resources.limits.memory to what the program needs at its peak, or a LimitRange for the namespace. A program that reaches its limit is killed: measure first.',
  severity: { gain: 'hygiene', position: 'a container', effort: 'one more weakness' },
});

export default rule;
