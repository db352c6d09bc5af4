import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everywhere, podIn, rule } from '../attack/examples.ts';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { knownControllers } from '../knowledge/controller-rights.ts';
import { PlanningGraph, type GraphPlan } from './planning-graph.ts';

const certManager = podIn('shop', '', 'serviceAccountName: cart').replace('registry.example/app:1', 'quay.io/jetstack/cert-manager-controller:v1.18.0');
const app = podIn('shop', '', 'serviceAccountName: cart');
const cart = 'serviceaccount:shop/cart';

function planOf(yaml: string, from: string, to: string): GraphPlan {
  return PlanningGraph.of(Cluster.from(collectText(yaml).snapshot, { kubernetesVersion: '1.32' })).plan({ from, to, certainty: 'certain' });
}

test('the Secrets that cert-manager works with are left to it, and the plan says so with the chart that gives them', () => {
  const { changes, remaining, kept } = planOf(certManager + everywhere(rule('secrets', 'get, list')), cart, 'all-secrets');
  assert.deepEqual(changes, []);
  assert.match(remaining[0]?.why.join() ?? '', /ServiceAccount shop\/cart runs cert-manager, which does not work without its rights on secrets/);
  assert.deepEqual(kept.map(({ who, program, verbs, resource }) => [who, program, verbs, resource]), [['ServiceAccount shop/cart', 'cert-manager', ['get', 'list'], 'secrets']]);
  assert.match(kept[0]?.source ?? '', /^https:\/\/github\.com\/cert-manager\//);
});

test('of another program the same right is taken', () => {
  const { changes, kept, remaining } = planOf(app + everywhere(rule('secrets', 'get, list')), cart, 'all-secrets');
  assert.deepEqual([changes.length, kept, remaining], [1, [], []]);
});

test('what cert-manager does not need is taken from it', () => {
  const { changes, kept } = planOf(certManager + everywhere(rule('pods/exec', 'create')) + podIn('blog'), cart, 'container:blog/web/app');
  assert.deepEqual([changes.map(({ title }) => title), kept], [['Take the right to create pods/exec out of ClusterRole given'], []]);
});

test('a role that its accounts share with cert-manager is cut at the binding of the other one', () => {
  const shared = everywhere(rule('secrets', 'get, list')).replace('subjects: [', 'subjects: [{kind: User, name: ann}, ');
  assert.deepEqual(planOf(certManager + shared, 'user:ann', 'all-secrets').changes.map(({ title }) => title), ['Take User ann out of ClusterRoleBinding given']);
});

test('nobody needs everything: cert-manager loses cluster-admin, and the plan says what to bind instead', () => {
  const { changes } = planOf(certManager + everywhere('{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}'), cart, 'cluster-admin');
  assert.equal(changes[0]?.kind, 'unbind-account');
  assert.match(changes[0]?.breaks ?? '', /runs cert-manager, which needs to .* secrets: bind the roles of its own chart instead \(github\.com\/cert-manager\/cert-manager\)/);
});

test('its token stays mounted', () => {
  const { remaining, changes } = planOf(certManager, 'container:shop/web/app', cart);
  assert.deepEqual(changes, []);
  assert.match(remaining[0]?.why.join() ?? '', /Pod shop\/web is cert-manager, which asks the API server/);
});

test('a right that a program can do without is taken, with how it does without', () => {
  const prometheus = app.replace('registry.example/app:1', 'quay.io/prometheus/prometheus:v3.0.0');
  const { changes } = planOf(prometheus + everywhere(rule('nodes/proxy', 'get, create')) + podIn('blog').replace('metadata: {name: web', 'metadata: {name: other'), cart, 'container:blog/other/app');
  assert.match(changes[0]?.breaks ?? '', /Prometheus: have it ask kubelets at port 10250/);
});

test('the door of an ingress controller is never closed', () => {
  const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 443, targetPort: 8443}]}\n---\n';
  const web = podIn('shop', 'ports: [{containerPort: 8443}]').replace('namespace: shop}', 'namespace: shop, labels: {app: web}}');
  const from = (yaml: string): GraphPlan => planOf(service + yaml, 'internet', 'container:shop/web/app');
  assert.equal(from(web).changes.length, 1);
  const { changes, remaining } = from(web.replace('registry.example/app:1', 'registry.k8s.io/ingress-nginx/controller:v1.13.0'));
  assert.deepEqual(changes, []);
  assert.match(remaining[0]?.why.join() ?? '', /Pod shop\/web is there to be reached from outside/);
});

test('every known controller says where its authors give it its rights', () => {
  for (const { name, source, needs, cloud, spares = [] } of knownControllers) {
    assert.match(source, /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/(blob|tree)\//, name);
    assert.ok(needs.length + spares.length > 0 || cloud !== undefined, name);
    for (const { verbs, why } of [...needs, ...spares]) assert.ok(verbs.length > 0 && why.length > 20 && !why.endsWith('.'), `${name}: ${why}`);
  }
});

test('the service account of kube-system that somebody put there is theirs, and one that a program there runs as is not', () => {
  const superadmin = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: super, namespace: kube-system}\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: super}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: super, namespace: kube-system}]\n---\n';
  const ends = ['serviceaccount:kube-system/super', 'cluster-admin'] as const;
  assert.deepEqual(planOf(superadmin, ...ends).changes.map(({ title }) => title), ['Take ServiceAccount kube-system/super out of ClusterRoleBinding super']);
  assert.deepEqual(planOf(superadmin + podIn('kube-system', '', 'serviceAccountName: super'), ...ends).changes, []);
  assert.deepEqual(planOf(superadmin.replace('name: super, namespace: kube-system}\n---\napi', 'name: super, namespace: kube-system, labels: {addonmanager.kubernetes.io/mode: Reconcile}}\n---\napi'), ...ends).changes, []);
});
