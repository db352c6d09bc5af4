import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refKey, apiGroupOf, valueAt } from '../../model/object.ts';
import { apiResources, bootstrapMinors, bootstrapObjects, type ApiResource, type BootstrapObject } from './index.ts';

const { oldest, newest } = bootstrapMinors;
const minors = Array.from({ length: newest - oldest + 1 }, (_, index) => oldest + index);

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

function find(minor: number, kind: string, name: string): BootstrapObject | undefined {
  return bootstrapObjects(minor).find((object) => object.kind === kind && object.metadata.name === name);
}

function rulesOf(minor: number, role: string): readonly Rule[] {
  return (find(minor, 'ClusterRole', role)?.['rules'] ?? []) as readonly Rule[];
}

/** The minors at which something holds, as `29-31 35`. */
function span(holds: (minor: number) => boolean): string {
  const runs: [number, number][] = [];
  for (const minor of minors.filter(holds)) {
    const last = runs.at(-1);
    if (last?.[1] === minor - 1) last[1] = minor;
    else runs.push([minor, minor]);
  }
  return runs.map(([from, to]) => `${from}-${to}`).join(' ');
}

test('these minors were read', () => {
  assert.deepEqual(bootstrapMinors, { oldest: 29, newest: 37 });
});

for (const minor of minors) {
  test(`1.${minor}: what a cluster cannot be without`, () => {
    assert.deepEqual(rulesOf(minor, 'cluster-admin'), [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ]);
    assert.deepEqual(find(minor, 'ClusterRoleBinding', 'cluster-admin')?.['subjects'], [
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:masters' },
    ]);
    // The Node authorizer serves kubelets; the role is bound to nobody.
    assert.ok(find(minor, 'ClusterRole', 'system:node'));
    assert.ok(find(minor, 'ClusterRoleBinding', 'system:node'));
    assert.equal(find(minor, 'ClusterRoleBinding', 'system:node')?.['subjects'], undefined);
    const namespaces = bootstrapObjects(minor).filter(({ kind }) => kind === 'Namespace');
    assert.deepEqual(namespaces.map(({ metadata }) => metadata.name), ['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    for (const { metadata } of namespaces) assert.deepEqual(metadata.labels, { 'kubernetes.io/metadata.name': metadata.name });
  });

  test(`1.${minor}: aggregated roles are left to be computed`, () => {
    const aggregated = bootstrapObjects(minor).filter((object) => object['aggregationRule'] !== undefined);
    assert.deepEqual(aggregated.map(({ metadata }) => metadata.name), ['admin', 'edit', 'view']);
    for (const role of aggregated) {
      assert.deepEqual(role['rules'], []);
      const label = `rbac.authorization.k8s.io/aggregate-to-${role.metadata.name}`;
      assert.deepEqual(role['aggregationRule'], { clusterRoleSelectors: [{ matchLabels: { [label]: 'true' } }] });
      assert.ok(bootstrapObjects(minor).some(({ metadata }) => metadata.labels?.[label] === 'true'));
    }
  });

  test(`1.${minor}: every binding names a role that is there, and nothing is there twice`, () => {
    const objects = bootstrapObjects(minor);
    const keys = objects.map(({ apiVersion, kind, metadata }) => refKey({ apiGroup: apiGroupOf(apiVersion), kind, ...metadata }));
    assert.equal(new Set(keys).size, keys.length);
    for (const { kind, metadata, roleRef } of objects as readonly (BootstrapObject & { roleRef?: { apiGroup: string; kind: string; name: string } })[]) {
      if (!kind.endsWith('RoleBinding')) continue;
      assert.ok(roleRef);
      const role = roleRef.kind === 'Role' ? { ...roleRef, namespace: metadata.namespace ?? '' } : roleRef;
      assert.ok(keys.includes(refKey(role)), `${metadata.name} binds ${roleRef.name}`);
    }
    const resources = apiResources(minor).map(({ group, version, resource }) => `${group}/${version}/${resource}`);
    assert.equal(new Set(resources).size, resources.length);
  });

  test(`1.${minor}: nothing of the server that was read`, () => {
    for (const { metadata, ...fields } of bootstrapObjects(minor)) {
      for (const field of ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation']) assert.equal(metadata[field], undefined);
      assert.equal(fields['status'], undefined);
    }
    assert.equal(valueAt(find(minor, 'Service', 'kubernetes'), ['spec', 'clusterIP']), undefined);
  });
}

const newRoles: readonly (readonly [name: string, minors: string])[] = [
  ['system:controller:validatingadmissionpolicy-status-controller', '30-37'],
  ['system:controller:selinux-warning-controller', '33-37'],
  ['system:controller:service-cidrs-controller', '33-37'],
  ['system:controller:resource-claim-controller', '34-37'],
  ['system:controller:volumeattributesclass-protection-controller', '34-37'],
  ['system:controller:device-taint-eviction-controller', '36-37'],
  ['system:cluster-trust-bundle-discovery', '37-37'],
  ['system:controller:kube-apiserver-serving-clustertrustbundle-publisher', '37-37'],
  ['system:controller:podcertificaterequestcleaner', '37-37'],
  ['system:controller:storage-version-migrator-controller', '37-37'],
];
for (const [name, expected] of newRoles) {
  test(`role and binding ${name}: ${expected}`, () => {
    assert.equal(span((minor) => find(minor, 'ClusterRole', name) !== undefined), expected);
    assert.equal(span((minor) => find(minor, 'ClusterRoleBinding', name) !== undefined), expected);
  });
}

test('no other ClusterRole comes or goes', () => {
  const names = new Set(minors.flatMap((minor) => bootstrapObjects(minor).filter(({ kind }) => kind === 'ClusterRole').map(({ metadata }) => metadata.name)));
  const changing = [...names].filter((name) => span((minor) => find(minor, 'ClusterRole', name) !== undefined) !== `${oldest}-${newest}`);
  assert.deepEqual(changing.toSorted(), newRoles.map(([name]) => name).toSorted());
});

const rights: readonly (readonly [role: string, verb: string, group: string, resource: string, minors: string])[] = [
  ['system:kubelet-api-admin', '*', '', 'nodes/proxy', '29-37'],
  ['system:kubelet-api-admin', '*', '', 'nodes/pods', '33-37'],
  ['system:kubelet-api-admin', '*', '', 'nodes/configz', '33-37'],
  ['system:monitoring', 'get', '', 'nodes/metrics', '34-37'],
  ['system:node', 'create', '', 'serviceaccounts/token', '29-37'],
  ['system:node', 'get', '', 'serviceaccounts', '34-37'],
  ['system:node', 'create', 'certificates.k8s.io', 'podcertificaterequests', '37-37'],
  ['system:aggregate-to-edit', 'create', '', 'serviceaccounts/token', '29-37'],
  ['system:aggregate-to-edit', 'create', 'resource.k8s.io', 'resourceclaims', '34-37'],
  ['system:aggregate-to-edit', 'create', 'events.k8s.io', 'events', '35-37'],
  ['system:aggregate-to-view', 'list', '', 'secrets', ''],
  ['system:controller:persistent-volume-binder', 'get', '', 'secrets', '29-31'],
  ['system:controller:expand-controller', 'get', '', 'secrets', '29-31'],
];
for (const [role, verb, group, resource, expected] of rights) {
  test(`${role} may ${verb} ${resource} of ${group || 'the core group'}: ${expected || 'never'}`, () => {
    const gives = ({ verbs, apiGroups = [], resources = [] }: Rule): boolean => verbs.includes(verb) && apiGroups.includes(group) && resources.includes(resource);
    assert.equal(span((minor) => rulesOf(minor, role).some(gives)), expected);
  });
}

const served: readonly (readonly [group: string, version: string, resource: string, minors: string])[] = [
  ['', 'v1', 'pods', '29-37'],
  ['', 'v1', 'pods/exec', '29-37'],
  ['', 'v1', 'pods/resize', '33-37'],
  ['admissionregistration.k8s.io', 'v1', 'validatingadmissionpolicies', '30-37'],
  ['admissionregistration.k8s.io', 'v1', 'mutatingadmissionpolicies', '36-37'],
  ['certificates.k8s.io', 'v1', 'clustertrustbundles', '37-37'],
  ['flowcontrol.apiserver.k8s.io', 'v1beta3', 'flowschemas', '29-31'],
  ['networking.k8s.io', 'v1', 'servicecidrs', '33-37'],
  ['policy', 'v1beta1', 'podsecuritypolicies', ''],
  ['resource.k8s.io', 'v1', 'resourceclaims', '34-37'],
];
for (const [group, version, resource, expected] of served) {
  test(`${group}/${version} ${resource} is served: ${expected || 'never'}`, () => {
    const same = (served: ApiResource): boolean => served.group === group && served.version === version && served.resource === resource;
    assert.equal(span((minor) => apiResources(minor).some(same)), expected);
  });
}

test('a resource tells scope and verbs', () => {
  const exec = apiResources(newest).find(({ resource }) => resource === 'pods/exec');
  assert.deepEqual(exec, { group: '', version: 'v1', resource: 'pods/exec', kind: 'PodExecOptions', namespaced: true, verbs: ['create', 'get'] });
  assert.equal(apiResources(newest).find(({ resource }) => resource === 'nodes')?.namespaced, false);
});

test('beyond what was read the nearest minor answers', () => {
  assert.equal(bootstrapObjects(newest + 5), bootstrapObjects(newest));
  assert.equal(bootstrapObjects(oldest - 5), bootstrapObjects(oldest));
  assert.equal(apiResources(newest + 5), apiResources(newest));
});
