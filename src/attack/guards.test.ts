import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectText } from '../collect/index.ts';
import { Cluster } from '../cluster/cluster.ts';
import { AttackGraph } from './attack-graph.ts';
import { cart, inShop, namespace, node, rule } from './examples.ts';

const creates = inShop(rule('pods', 'create')) + namespace('shop') + node('worker') + 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\n---\n';
const webhook = (policy: string): string => `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: look}\nwebhooks: [{name: look.example.com, failurePolicy: ${policy}, clientConfig: {service: {name: look, namespace: shop}}, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}]\n---\n`;
const program = (labels: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: look, namespace: shop}\nspec: {selector: {app: look}, ports: [{port: 443}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: look, namespace: shop}\nspec: {selector: {matchLabels: {app: look}}, template: {metadata: {labels: {${labels}}}, spec: {serviceAccountName: cart, containers: [{name: look, image: registry.example/look:1}]}}}\n---\n`;

function verdict(objects: string, from: string): string | undefined {
  return AttackGraph.of(Cluster.from(collectText(objects).snapshot)).reach(from).find(({ to }) => to === 'node:worker')?.verdict;
}

test('a webhook that was not evaluated leaves a pod possible, and who answers it makes it certain', () => {
  const all = creates + webhook('Fail');
  assert.equal(verdict(creates, cart), 'certain');
  assert.equal(verdict(all + program('app: look'), cart), 'possible');
  assert.equal(verdict(all + program('app: look'), 'container:shop/look/look'), 'certain');
  assert.equal(verdict(all + program('app: other'), 'container:shop/look/look'), 'possible', 'another program answers');
});
