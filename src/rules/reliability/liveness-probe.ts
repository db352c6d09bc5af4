import type { Rule } from '../define.ts';
import { probeRule } from '../probes.ts';

const rule: Rule<'workload'> = probeRule({
  id: 'liveness-probe',
  field: 'livenessProbe',
  title: 'No liveness probe',
  why: 'A program that hangs stays hung: nobody restarts it, and a flaw that makes it hang is an outage.',
  fix: 'Add a livenessProbe that fails only where a restart helps. One that asks for other services as well restarts everything when one of them is slow.',
});

export default rule;
