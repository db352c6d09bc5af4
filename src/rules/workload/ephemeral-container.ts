import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'ephemeral-container',
  on: 'workload',
  title: 'Debugging container is left in a pod',
  why: 'It came in through kubectl debug and stays as long as the pod, with tools of its own beside the processes and volumes of the application. An attacker adds one to work unseen: no template shows it.',
  fix: 'Find out who added it, then delete the pod: its controller makes a clean one.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  // Only a pod can have one; no template can.
  appliesTo: ({ object }) => object.kind === 'Pod',
  check: (workload) =>
    workload.containers
      .filter(({ list }) => list === 'ephemeral')
      .map((container) => ({ message: `still holds the debugging container ${container.name}`, evidence: [container.at('image')], expected: 'none' })),
  examples: { bad: [inPod('ephemeralContainers: [{name: debugger, image: busybox}]')], good: [inPod('ephemeralContainers: []')], unknown: [] },
});

export default rule;
