import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../test/support/context.ts';

function workloads(yaml: string): readonly string[] {
  return contextOf(yaml).cluster.workloads.map(({ ref, containers, specPath, instances }) => `${ref.kind} ${specPath.join('.')} ${containers.map(({ name }) => name).join(',')} x${instances}`);
}

const pod = (name: string): string => `containers: [{name: ${name}, image: "registry.example/${name}:1.0.0"}]`;

const carrying: readonly (readonly [what: string, yaml: string, expected: readonly string[]])[] = [
  ['Argo Rollout', `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r, namespace: shop}\nspec: {replicas: 3, template: {spec: {${pod('app')}}}}`, ['Rollout spec.template.spec app x3']],
  ['Knative Service', `apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: s, namespace: shop}\nspec: {template: {spec: {${pod('app')}}}}`, ['Service spec.template.spec app x1']],
  ['OpenShift DeploymentConfig', `apiVersion: apps.openshift.io/v1\nkind: DeploymentConfig\nmetadata: {name: d, namespace: shop}\nspec: {replicas: 2, template: {spec: {${pod('app')}}}}`, ['DeploymentConfig spec.template.spec app x2']],
  ['RayCluster with a head and workers', `apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: r, namespace: shop}\nspec: {headGroupSpec: {template: {spec: {${pod('head')}}}}, workerGroupSpecs: [{template: {spec: {${pod('worker')}}}}]}`, ['RayCluster spec.headGroupSpec.template.spec head x1', 'RayCluster spec.workerGroupSpecs.0.template.spec worker x1']],
  ['JobSet', `apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\nmetadata: {name: j, namespace: shop}\nspec: {replicatedJobs: [{name: a, template: {spec: {template: {spec: {${pod('app')}}}}}}]}`, ['JobSet spec.replicatedJobs.0.template.spec.template.spec app x1']],
  ['a kind nobody has heard of', `apiVersion: shop.example/v1\nkind: Till\nmetadata: {name: t, namespace: shop}\nspec: {podTemplate: {spec: {${pod('app')}}}}`, ['Till spec.podTemplate.spec app x1']],
];
for (const [what, yaml, expected] of carrying) test(`pods of a custom resource are found (peers miss them): ${what}`, () => assert.deepEqual(workloads(yaml), expected));

const silent: readonly (readonly [what: string, yaml: string])[] = [
  ['KubeVirt', `apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: v, namespace: shop}\nspec: {template: {spec: {domain: {devices: {}}, volumes: [{name: d, containerDisk: {image: disk}}]}}}`],
  ['a pattern of a policy', `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\nspec: {rules: [{mutate: {patchStrategicMerge: {spec: {template: {spec: {${pod('x')}}}}}}}]}`],
  ['a patch for containers of another', 'apiVersion: elasticsearch.k8s.elastic.co/v1\nkind: Elasticsearch\nmetadata: {name: e, namespace: shop}\nspec: {nodeSets: [{podTemplate: {spec: {containers: [{name: elasticsearch, resources: {}}]}}}]}'],
  ['an object for another cluster', `apiVersion: fleet.example/v1\nkind: Bundle\nmetadata: {name: b, namespace: shop}\nspec: {resourceTemplate: {apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {${pod('x')}}}}}}`],
  ['containers of a Prometheus', `apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: p, namespace: shop}\nspec: {${pod('prometheus')}}`],
];
for (const [what, yaml] of silent) test(`what makes no pods of its own is no workload: ${what}`, () => assert.deepEqual(workloads(yaml), []));

test('the whole chain below a Knative Service is one workload, edited at its Service', () => {
  const owned = (kind: string, apiVersion: string, name: string, owner: string, ownerVersion: string, spec: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop, ownerReferences: [{apiVersion: ${ownerVersion}, kind: ${owner.split('/')[0]}, name: ${owner.split('/')[1]}, controller: true, uid: u}]}\nspec: ${spec}`;
  const knative = 'serving.knative.dev/v1';
  const chain = [
    `apiVersion: ${knative}\nkind: Service\nmetadata: {name: s, namespace: shop}\nspec: {template: {spec: {${pod('app')}}}}`,
    owned('Configuration', knative, 's', 'Service/s', knative, `{template: {spec: {${pod('app')}}}}`),
    owned('Revision', knative, 's-1', 'Configuration/s', knative, `{${pod('app')}}`),
    owned('Deployment', 'apps/v1', 's-1-deployment', 'Revision/s-1', knative, `{template: {spec: {${pod('app')}}}}`),
  ];
  assert.deepEqual(workloads(chain.join('\n---\n')), ['Service spec.template.spec app x1']);
});

test('a custom resource is found by the finding, at the path that a person edits', () => {
  const { cluster } = contextOf(`apiVersion: shop.example/v1\nkind: Till\nmetadata: {name: t, namespace: shop}\nspec: {podTemplate: {spec: {containers: [{name: a, image: b, securityContext: {privileged: true}}]}}}`);
  const found = cluster.workloads[0]?.containers[0]?.at('securityContext', 'privileged');
  assert.deepEqual([found?.object.kind, found?.path, found?.seen], ['Till', ['spec', 'podTemplate', 'spec', 'containers', 0, 'securityContext', 'privileged'], 'true']);
});
