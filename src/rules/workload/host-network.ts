import { defineRule, type Rule } from '../define.ts';
import { inPod } from '../examples.ts';
import { fieldBreach, type FieldFault } from '../lazy-breach.ts';

const fault: FieldFault = {
  message: 'shares the network of its node', field: ['hostNetwork'], expected: 'false',
  change: { title: 'Leave hostNetwork unset', value: false, breaks: 'What looks at the node from inside the pod, such as monitoring agents.' },
};

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'host-network',
  on: 'workload',
  title: 'Pod shares the network of its node',
  why: 'The pod reaches what listens on the loopback of the node and the metadata service of the cloud, sees traffic of other pods, and no NetworkPolicy holds it.',
  fix: 'Leave hostNetwork unset.',
  severity: { gain: 'secrets', position: 'a container', effort: 'one more weakness' },
  check: (workload) => (workload.hostNetwork ? [fieldBreach(workload, fault)] : []),
  examples: { bad: [inPod('hostNetwork: true')], good: [inPod('hostNetwork: false')], unknown: [] },
});

export default rule;
