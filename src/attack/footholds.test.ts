import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { AttackContext } from './context.ts';
import { AttackGraph } from './attack-graph.ts';
import { podIn } from './examples.ts';
import { footholds } from './footholds.ts';

const binding = (name: string): string => `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: "${name}"}]\n`;

for (const [name, kind] of [['repo:shop/web:ref:refs/heads/main', 'pipeline'], ['project_path:shop/web:ref_type:branch:ref:main', 'pipeline'], ['gitlab-runner', 'pipeline'], ['alice@example.com', 'person'], ['cindy', 'person'], ['dry-run-reviewer', 'person']]) {
  test(`footholds: ${name} is a ${kind}`, () => {
    const found = footholds(new AttackContext(Cluster.from(collectText(binding(name ?? '')).snapshot)));
    assert.equal(found.find(({ state }) => state === `user:${name}`)?.kind, kind);
  });
}

test('footholds: each image and each registry is one, a part of the cluster apart', () => {
  const system = podIn('kube-system').replace('registry.example/app', 'registry.k8s.io/kube-proxy');
  const found = footholds(new AttackContext(Cluster.from(collectText(podIn('shop') + system).snapshot))).filter(({ kind }) => kind === 'image' || kind === 'registry');
  assert.deepEqual(found.map(({ state, byDesign }) => [state, byDesign !== undefined]), [['image:registry.example/app', false], ['image:registry.k8s.io/kube-proxy', true], ['registry:registry.example', false], ['registry:registry.k8s.io', true]]);
});

test('an image is found by its short name as well', () => {
  const graph = AttackGraph.of(Cluster.from(collectText(podIn('shop').replace('registry.example/app:1', 'nginx:1.29')).snapshot));
  for (const name of ['image:nginx', 'image:docker.io/library/nginx']) assert.ok(graph.reach(name).some(({ to, verdict }) => to === 'container:shop/web/app' && verdict === 'certain'), name);
});

const bound = (name: string): string => `${binding('me').replace(/name: view}/, 'name: cluster-admin}').replace(/subjects: .*/, `subjects: [{kind: ServiceAccount, name: ${name}, namespace: kube-system}]`)}---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: kube-system}\n---\n`;

for (const [name, design] of [['superadmin', undefined], ['replicaset-controller', 'a part of the cluster']] as const) {
  test(`footholds: account kube-system/${name} is ${design ?? 'one that somebody made'}`, () => {
    const found = footholds(new AttackContext(Cluster.from(collectText(bound(name)).snapshot)));
    assert.deepEqual(found.filter(({ state }) => state.endsWith(`/${name}`)).map(({ kind, byDesign }) => [kind, byDesign]), [['account', design]]);
  });
}

test('footholds: an application in kube-system is no part of the cluster, a platform is', () => {
  const yaml = podIn('kube-system').replace('name: web', 'name: team') + podIn('kube-system').replace('registry.example/app', 'registry.k8s.io/coredns/coredns') + podIn('openshift-dns') + podIn('openshift-operators');
  const found = footholds(new AttackContext(Cluster.from(collectText(yaml).snapshot)));
  assert.deepEqual(found.filter(({ kind }) => kind === 'container').map(({ state, byDesign }) => [state, byDesign !== undefined]), [['container:kube-system/team/app', false], ['container:kube-system/web/app', true], ['container:openshift-dns/web/app', true], ['container:openshift-operators/web/app', false]]);
});
