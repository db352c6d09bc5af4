import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import { defineRule, type Rule } from '../define.ts';
import { documents } from '../examples.ts';
import { deploymentExample, isDeployment, leastReplicas } from '../replicated.ts';

const scaler = (least: number): string => `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: ${least}, maxReplicas: 5}\n`;
const unset = deploymentExample('').replace('  replicas: 2\n', '');

const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'single-replica',
  on: 'workload',
  title: 'Service runs as one pod',
  why: 'Every drained node, every crash and every rollout without a second pod is an outage, so updates of nodes and fixes wait for a quiet hour.',
  fix: 'Run two replicas or more where the program can; make one that cannot a StatefulSet, or give it the strategy Recreate.',
  severity: { gain: 'hygiene', position: 'an administrator', effort: 'several weaknesses' },
  appliesTo: isDeployment,
  check: (workload, { cluster }) =>
    map(leastReplicas(workload, cluster), (count) => (count === 1 ? [{ message: 'runs as one pod', evidence: [evidence(workload.ref, ['spec', 'replicas'], 1)], expected: '2 or more' }] : [])),
  examples: {
    bad: [deploymentExample('', '', 1), unset, documents(deploymentExample('', '', 3), scaler(1))],
    good: [deploymentExample(''), deploymentExample('', '', 0), documents(unset, scaler(2))],
    unknown: [unset.replace(', namespace: shop', '')],
  },
});

export default rule;
