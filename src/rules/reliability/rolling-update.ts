import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { deploymentExample, leastReplicas } from '../replicated.ts';

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'rolling-update',
  on: 'workload',
  title: 'Update stops all replicas at once',
  why: 'Every update is an outage, so fixes wait for a quiet hour while the flaw is known.',
  fix: 'Use the strategy RollingUpdate, unless two versions must not run side by side.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'several weaknesses' },
  appliesTo: (workload, { cluster }) => (workload.ref.kind === 'Deployment' ? map(leastReplicas(workload, cluster), (count) => count > 1) : false),
  check: ({ ref }, { cluster }) => {
    const type = valueAt(cluster.find(ref.kind, ref.apiGroup, ref.namespace, ref.name), ['spec', 'strategy', 'type']);
    return type === 'Recreate' ? [{ message: 'stops all replicas before it starts new ones', evidence: [evidence(ref, ['spec', 'strategy', 'type'], type)], expected: 'RollingUpdate' }] : [];
  },
  examples: {
    bad: [deploymentExample('strategy: {type: Recreate}')],
    good: [deploymentExample(''), deploymentExample('strategy: {type: RollingUpdate}')],
    unknown: [deploymentExample('strategy: {type: Recreate}').replace('  replicas: 2\n', '').replace(', namespace: shop', '')],
  },
});

export default rule;
