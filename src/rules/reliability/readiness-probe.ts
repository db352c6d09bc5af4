import type { Rule } from '../define.ts';
import { probeRule } from '../probes.ts';

const rule: Rule<'workload'> = probeRule({
  id: 'readiness-probe',
  field: 'readinessProbe',
  title: 'No readiness probe',
  why: 'Requests are sent to it from the moment it starts, before it can answer, at every rollout and restart. A patch that has to go out quickly costs requests, so it waits.',
  fix: 'Add a readinessProbe that succeeds once the program can answer.',
});

export default rule;
