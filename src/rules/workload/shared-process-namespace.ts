import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'shares one list of processes among its containers', field: ['shareProcessNamespace'], expected: 'false',
  change: { title: 'Leave shareProcessNamespace unset', value: false, breaks: 'Sidecars that send signals to the main process or read its files.' },
};

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'shared-process-namespace',
  on: 'workload',
  title: 'Containers of the pod see each other\'s processes',
  why: 'Whoever takes one container over reads the environment and the files of the others through /proc, Secrets mounted there included, and can stop their processes.',
  fix: 'Leave shareProcessNamespace unset.',
  severity: { gain: 'information', position: 'a container', effort: 'one more weakness' },
  // One container alone shares with nobody; with hostPID the graver rule speaks.
  appliesTo: ({ windows, hostPID, containers }) => !windows && !hostPID && containers.filter(({ list }) => list !== 'init').length > 1,
  check: (workload) => (workload.spec['shareProcessNamespace'] === true ? [fieldBreach(workload, fault)] : []),
  examples: {
    bad: [inPod('shareProcessNamespace: true\ninitContainers: [{name: proxy, image: proxy, restartPolicy: Always}]')],
    good: [inPod('shareProcessNamespace: false\ninitContainers: [{name: proxy, image: proxy, restartPolicy: Always}]')],
    unknown: [],
  },
});

export default rule;
