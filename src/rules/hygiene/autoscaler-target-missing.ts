import { fields, text } from '../../cluster/read.ts';
import { evidence } from '../../model/evidence.ts';
import { map } from '../../model/fact.ts';
import { apiGroupOf, valueAt } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { isMissing } from '../../engines/references.ts';

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{name: app, image: app}]}}}\n';
const example = (name: string, namespace = 'shop'): string => `${deployment}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: ${namespace}}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${name}}, maxReplicas: 3}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'autoscaler-target-missing',
  on: 'object',
  kinds: ['autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject'],
  title: 'Autoscaler scales nothing',
  why: 'What it was made for does not exist under that name, so nothing grows under load: a flood of requests takes the service down although everybody believes that it scales.',
  fix: 'Correct the kind and name of its target, or delete the autoscaler.',
  severity: { gain: 'hygiene', position: 'anyone', effort: 'several weaknesses' },
  appliesTo: ({ object }) => text(valueAt(object, ['spec', 'scaleTargetRef', 'name'])) !== undefined,
  check: ({ ref, object }, { cluster }) => {
    const target = fields(valueAt(object, ['spec', 'scaleTargetRef'])) ?? {};
    // KEDA means a Deployment where neither is said.
    const kind = text(target['kind']) ?? 'Deployment';
    const group = apiGroupOf(text(target['apiVersion']) ?? 'apps/v1');
    const name = text(target['name']) ?? '';
    return map(isMissing(cluster, kind, group === 'extensions' ? 'apps' : group, ref.namespace ?? '', name), (missing) =>
      missing ? [{ message: `scales ${kind} ${name}, which does not exist`, evidence: [evidence(ref, ['spec', 'scaleTargetRef', 'name'], name)], expected: 'a workload that exists' }] : [],
    );
  },
  examples: {
    bad: [example('wbe'), example('web').replace('kind: Deployment, name', 'kind: StatefulSet, name')],
    good: [example('web')],
    unknown: [example('wbe').replaceAll('namespace: shop', 'namespace: kube-system')],
  },
});

export default rule;
