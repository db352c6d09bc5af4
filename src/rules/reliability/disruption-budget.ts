import { chain, known, map, type Fact } from '../../model/fact.ts';
import { valueAt } from '../../model/object.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';
import { documents } from '../examples.ts';
import { deploymentExample, isDeployment, leastReplicas } from '../replicated.ts';
import { matchesSelector, readSelector } from '../../engines/references.ts';

const budget = (app: string): string => `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, namespace: shop}\nspec: {maxUnavailable: 1, selector: {matchLabels: {app: ${app}}}}\n`;

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'disruption-budget',
  on: 'workload',
  title: 'Nothing keeps replicas running while nodes are drained',
  why: 'Draining several nodes at once, as an upgrade or an autoscaler does, may stop all of its pods together.',
  fix: 'Add a PodDisruptionBudget with maxUnavailable: 1. One that allows no disruption at all blocks the draining of nodes.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'several weaknesses' },
  appliesTo: (workload, { cluster }) => (isDeployment(workload) ? map(leastReplicas(workload, cluster), (count) => count > 1) : false),
  check: (workload, { cluster }) =>
    chain(cluster.list('PodDisruptionBudget', 'policy', workload.namespace), (budgets): Fact<readonly Breach[]> =>
      known(
        budgets.some((each) => matchesSelector(readSelector(valueAt(each, ['spec', 'selector'])), workload.labels))
          ? []
          : [{ message: 'is kept running by no PodDisruptionBudget', evidence: [workload.at('containers', 0, 'name')], expected: 'a PodDisruptionBudget' }],
      ),
    ),
  examples: {
    bad: [deploymentExample(''), documents(deploymentExample(''), budget('api'))],
    good: [documents(deploymentExample(''), budget('web'))],
    unknown: [deploymentExample('').replace(', namespace: shop', '')],
  },
});

export default rule;
