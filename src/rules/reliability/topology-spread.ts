import { entries, fields } from '../../cluster/read.ts';
import { map } from '../../model/fact.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { deploymentExample, isDeployment, leastReplicas } from '../replicated.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'topology-spread',
  on: 'workload',
  title: 'Replicas may all stand on one node',
  why: 'The scheduler spreads them where it is easy, and packs them where nodes are full. One node that fails or is taken over then holds all of them.',
  fix: 'Add topologySpreadConstraints over kubernetes.io/hostname and the zone, or a podAntiAffinity. A hard one leaves pods pending where nodes are few.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'several weaknesses' },
  appliesTo: (workload, { cluster }) => (isDeployment(workload) ? map(leastReplicas(workload, cluster), (count) => count > 1) : false),
  check: (workload) => {
    const spread = entries(workload.spec['topologySpreadConstraints']).length > 0 || fields(valueAt(workload.spec, ['affinity', 'podAntiAffinity'])) !== undefined;
    return spread ? [] : [{ message: 'does not say how its replicas are spread', evidence: [workload.at('topologySpreadConstraints')], expected: 'topologySpreadConstraints' }];
  },
  examples: {
    bad: [deploymentExample('')],
    good: [
      deploymentExample('', 'topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]'),
      deploymentExample('', 'affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}'),
    ],
    unknown: [deploymentExample('').replace('  replicas: 2\n', '').replace(', namespace: shop', '')],
  },
});

export default rule;
