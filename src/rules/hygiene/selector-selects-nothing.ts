import { fields, texts } from '../../cluster/read.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { evidence } from '../../model/evidence.ts';
import { all, map, type Fact } from '../../model/fact.ts';
import { valueAt, type KubernetesObject } from '../../model/object.ts';
import { defineRule, type Rule } from '../define.ts';
import { readSelector, selectsNoPod, selectsNoService } from '../../engines/references.ts';

/** The namespaces that a monitor looks into; undefined for all of them. */
function watched(object: KubernetesObject, own: string): readonly string[] | undefined {
  const selector = fields(valueAt(object, ['spec', 'namespaceSelector']));
  if (selector?.['any'] === true) return undefined;
  const names = texts(selector?.['matchNames']);
  return names.length > 0 ? names : [own];
}

/** Whether a ServiceMonitor selects no Service, or a PodMonitor or a budget no pod. */
function selectsNothing(object: KubernetesObject, own: string, cluster: Cluster): Fact<boolean> {
  const selector = readSelector(valueAt(object, ['spec', 'selector']));
  if (object.kind === 'PodDisruptionBudget') return selectsNoPod(cluster, own, selector);
  const everywhere = watched(object, own) ?? [...cluster.namespaces];
  const selectsNone = object.kind === 'PodMonitor' ? selectsNoPod : selectsNoService;
  // One that is found settles it, whatever was not read elsewhere.
  return all(...everywhere.map((namespace) => selectsNone(cluster, namespace, selector)));
}

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, labels: {app: web}}\nspec: {containers: [{name: app, image: app}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop, labels: {app: web}}\nspec: {selector: {app: web}}\n';
const example = (kind: string, spec: string, version = 'monitoring.coreos.com/v1'): string => `${pod}---\napiVersion: ${version}\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\nspec: ${spec}\n`;

const rule: Rule<'object'> = defineRule<'object'>({
  id: 'selector-selects-nothing',
  on: 'object',
  kinds: ['policy/PodDisruptionBudget', 'monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor'],
  title: 'Monitor or budget applies to nothing',
  why: 'What it was made for is not watched, or not kept running while nodes are drained, and nobody is told. An outage or an attack there shows in no graph.',
  fix: 'Correct the selector to the labels of what it is for, or delete it where that is gone.',
  severity: { gain: 'hygiene', position: 'a user', effort: 'several weaknesses' },
  check: ({ ref, object }, { cluster }) =>
    map(selectsNothing(object, ref.namespace ?? '', cluster), (none) =>
      none ? [{ message: `selects no ${object.kind === 'ServiceMonitor' ? 'Service' : 'pod'}`, evidence: [evidence(ref, ['spec', 'selector'], valueAt(object, ['spec', 'selector']))], expected: 'labels of what it is for' }] : [],
    ),
  examples: {
    bad: [example('ServiceMonitor', '{selector: {matchLabels: {app: wbe}}}'), example('PodMonitor', '{selector: {matchLabels: {app: wbe}}}'), example('PodDisruptionBudget', '{minAvailable: 1, selector: {matchLabels: {app: wbe}}}', 'policy/v1')],
    good: [example('ServiceMonitor', '{selector: {matchLabels: {app: web}}}'), example('ServiceMonitor', '{namespaceSelector: {any: true}, selector: {}}'), example('ServiceMonitor', '{namespaceSelector: {matchNames: [default]}, selector: {matchLabels: {component: apiserver, provider: kubernetes}}}').replaceAll('namespace: shop', 'namespace: default'), example('PodDisruptionBudget', '{minAvailable: 1, selector: {}}', 'policy/v1')],
    unknown: [example('ServiceMonitor', '{namespaceSelector: {matchNames: [other]}, selector: {matchLabels: {app: x}}}'), example('PodMonitor', '{namespaceSelector: {matchNames: [other]}, selector: {matchLabels: {app: x}}}')],
  },
});

export default rule;
