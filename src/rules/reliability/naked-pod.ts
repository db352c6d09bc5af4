import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'naked-pod',
  on: 'workload',
  title: 'Pod has no controller',
  why: 'When its node goes away, or somebody deletes it, nothing makes it again, and no rollout ever brings it a fix.',
  fix: 'Make it a Deployment, a StatefulSet or a Job.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'several weaknesses' },
  // A controller that was not given still makes the pod again; a pod that ended was meant to end.
  appliesTo: ({ object, ref, mirror, running }) => ref.kind === 'Pod' && !mirror && running > 0 && object.metadata.ownerReferences === undefined,
  check: (workload) => (workload.spec['restartPolicy'] === 'Never' || workload.spec['restartPolicy'] === 'OnFailure' ? [] : [{ message: 'is made again by nobody', evidence: [workload.at('restartPolicy')], expected: 'a controller' }]),
  examples: {
    bad: [inPod('hostIPC: false')],
    good: [inPod('restartPolicy: Never')],
    unknown: [],
  },
});

export default rule;
