import { number, text } from '../../cluster/read.ts';
import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'priority-class',
  on: 'workload',
  title: 'Pod has no priority',
  why: 'When nodes are full, the scheduler cannot tell what matters from what can wait, and pods of somebody with a higher priority push out all the others.',
  fix: 'Set priorityClassName, and limit by a ResourceQuota who may use the high ones.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'several weaknesses' },
  appliesTo: ({ mirror }) => !mirror,
  // A PriorityClass that is the default of the cluster is written into the pods it makes, not into templates.
  check: (workload, { cluster }) => {
    const named = text(workload.spec['priorityClassName']) ?? '';
    if (named !== '' || (number(workload.spec['priority']) ?? 0) !== 0 || cluster.given('PriorityClass', 'scheduling.k8s.io').some((each) => each['globalDefault'] === true)) return [];
    return [{ message: 'has no priority', evidence: [workload.at('priorityClassName')], expected: 'a PriorityClass' }];
  },
  examples: {
    bad: [inPod('hostIPC: false')],
    good: [inPod('priorityClassName: web'), `${inPod('hostIPC: false')}\n---\napiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: usual}\nvalue: 1000\nglobalDefault: true\n`],
    unknown: [],
  },
});

export default rule;
