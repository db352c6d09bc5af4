import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../../model/object.ts';
import { PodAdmission } from './index.ts';
import { inOrder } from './scc-order.ts';

const rbac = 'rbac.authorization.k8s.io';
const actor = { user: 'system:serviceaccount:kube-system:replicaset-controller', groups: ['system:authenticated'] };
const allocated = { 'openshift.io/sa.scc.uid-range': '1000640000/10000', 'openshift.io/sa.scc.mcs': 's0:c26,c5', 'openshift.io/sa.scc.supplemental-groups': '1000640000/10000' };
const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', annotations: allocated } };
const volumes = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];
const strict = { runAsUser: { type: 'MustRunAsRange' }, seLinuxContext: { type: 'MustRunAs' }, fsGroup: { type: 'MustRunAs' }, supplementalGroups: { type: 'RunAsAny' }, volumes, allowPrivilegeEscalation: false, requiredDropCapabilities: ['ALL'], allowedCapabilities: ['NET_BIND_SERVICE'], seccompProfiles: ['runtime/default'] };
const open = { runAsUser: { type: 'RunAsAny' }, seLinuxContext: { type: 'RunAsAny' }, fsGroup: { type: 'RunAsAny' }, supplementalGroups: { type: 'RunAsAny' }, volumes: ['*'], allowHostDirVolumePlugin: true, allowHostNetwork: true, allowHostPID: true, allowHostIPC: true, allowHostPorts: true, allowPrivilegedContainer: true, allowedCapabilities: ['*'], seccompProfiles: ['*'], allowedUnsafeSysctls: ['*'] };
const scc = (name: string, fields: object): KubernetesObject => ({ apiVersion: 'security.openshift.io/v1', kind: 'SecurityContextConstraints', metadata: { name }, ...fields });
const anyuid = { ...strict, priority: 10, runAsUser: { type: 'RunAsAny' }, fsGroup: { type: 'RunAsAny' }, allowPrivilegeEscalation: true, requiredDropCapabilities: ['MKNOD'], allowedCapabilities: null, seccompProfiles: null };
const all = [scc('privileged', open), scc('anyuid', anyuid), scc('restricted-v2', { ...strict, groups: ['system:authenticated'] }), scc('nonroot-v2', { ...strict, runAsUser: { type: 'MustRunAsNonRoot' }, fsGroup: { type: 'RunAsAny' } })];

/** The pod's own account may use these. */
function uses(...names: readonly string[]): readonly KubernetesObject[] {
  // Without names it would be a right to all.
  if (names.length === 0) return [];
  return [
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: 'use' }, rules: [{ verbs: ['use'], apiGroups: ['security.openshift.io'], resources: ['securitycontextconstraints'], resourceNames: names }] },
    { apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata: { name: 'use', namespace: 'shop' }, roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'use' }, subjects: [{ kind: 'ServiceAccount', name: 'web' }] },
  ];
}

const cases: readonly (readonly [what: string, usable: readonly string[], spec: object, container: object, chosen: string | undefined])[] = [
  ['nothing said', [], {}, {}, 'restricted-v2'],
  ['a user of the namespace', [], {}, { securityContext: { runAsUser: 1000640005 } }, 'restricted-v2'],
  ['the last of the range and one more', [], {}, { securityContext: { runAsUser: 1000650000 } }, undefined],
  ['root', [], { securityContext: { runAsUser: 0 } }, {}, undefined],
  ['root, where anyuid may be used', ['anyuid'], { securityContext: { runAsUser: 0 } }, {}, 'anyuid'],
  ['priority comes before restriction', ['anyuid'], {}, {}, 'anyuid'],
  ['another user, not root', ['nonroot-v2'], {}, { securityContext: { runAsUser: 5 } }, 'nonroot-v2'],
  ['root beside nonroot', ['nonroot-v2'], {}, { securityContext: { runAsUser: 0 } }, undefined],
  ['the most restrictive of those that fit', ['privileged', 'nonroot-v2'], {}, { securityContext: { runAsUser: 5 } }, 'nonroot-v2'],
  ['privileged', ['privileged'], {}, { securityContext: { privileged: true } }, 'privileged'],
  ['privileged without the right', [], {}, { securityContext: { privileged: true } }, undefined],
  ['a host path', ['anyuid'], { volumes: [{ name: 'v', hostPath: { path: '/' } }] }, {}, undefined],
  ['an allowed capability', [], {}, { securityContext: { capabilities: { add: ['NET_BIND_SERVICE'] } } }, 'restricted-v2'],
  ['another capability', [], {}, { securityContext: { capabilities: { add: ['NET_RAW'] } } }, undefined],
  ['escalation', [], {}, { securityContext: { allowPrivilegeEscalation: true } }, undefined],
  ['the level of SELinux with its categories turned round', [], { securityContext: { seLinuxOptions: { level: 's0:c5,c26' } } }, {}, 'restricted-v2'],
  ['another type of SELinux', [], { securityContext: { seLinuxOptions: { level: 's0:c26,c5', type: 'spc_t' } } }, {}, undefined],
  ['the first group of the namespace', [], { securityContext: { fsGroup: 1000640000 } }, {}, 'restricted-v2'],
  ['the second group of the namespace', [], { securityContext: { fsGroup: 1000640001 } }, {}, undefined],
  ['an unconfined profile', [], { securityContext: { seccompProfile: { type: 'Unconfined' } } }, {}, undefined],
  ['an unconfined profile of a container', [], {}, { securityContext: { seccompProfile: { type: 'Unconfined' } } }, undefined],
  ['no profile allowed, one given', ['anyuid'], { securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } } }, {}, undefined],
  ['a safe and an unsafe sysctl', [], { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }, { name: 'kernel.msgmax', value: '1' }] } }, {}, undefined],
  ['a host port', [], {}, { ports: [{ containerPort: 80, hostPort: 80 }] }, undefined],
  ['the host network', [], { hostNetwork: true }, {}, undefined],
];
for (const [what, usable, spec, container, chosen] of cases) {
  test(`SecurityContextConstraints: ${what}`, () => {
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { serviceAccountName: 'web', containers: [{ name: 'c', image: 'a', ...container }], ...spec } };
    const answer = PodAdmission.from([namespace, ...all, ...uses(...usable)]).admit({ pod, namespace: 'shop', actor });
    assert.deepEqual([answer.allowed, answer.constraints], [chosen !== undefined, chosen]);
  });
}

const plain: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', annotations: { 'openshift.io/required-scc': 'nonroot-v2' } }, spec: { serviceAccountName: 'web', containers: [{ name: 'c', image: 'a' }] } };

test('SecurityContextConstraints: a pod may name the one it wants, which it must be allowed to use', () => {
  assert.equal(PodAdmission.from([namespace, ...all, ...uses('nonroot-v2')]).admit({ pod: plain, namespace: 'shop', actor }).constraints, 'nonroot-v2');
  assert.equal(PodAdmission.from([namespace, ...all, ...uses('anyuid')]).admit({ pod: plain, namespace: 'shop', actor }).allowed, false);
});

test('SecurityContextConstraints: Windows pods are left alone, a namespace without ids lets no pod in, an unread one is a gap', () => {
  const windows = { ...plain, spec: { os: { name: 'windows' }, hostNetwork: true, containers: [] } };
  const bare: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  assert.equal(PodAdmission.from([namespace, ...all]).admit({ pod: windows, namespace: 'shop', actor }).allowed, true);
  assert.equal(PodAdmission.from([bare, ...all, ...uses('nonroot-v2')]).admit({ pod: plain, namespace: 'shop', actor }).allowed, false);
  assert.deepEqual(PodAdmission.from(all).admit({ pod: plain, namespace: 'shop', actor }).gaps.map(({ id }) => id), ['gap/service-account/shop/web', 'gap/namespace/shop']);
});

test('SecurityContextConstraints: the order is priority, restriction, name', () => {
  const names = inOrder([...all, scc('hostnetwork', { ...strict, allowHostNetwork: true }), scc('hostports', { ...strict, allowHostPorts: true }), scc('alike', strict)]).map(({ metadata }) => metadata.name);
  assert.deepEqual(names, ['anyuid', 'alike', 'restricted-v2', 'nonroot-v2', 'hostnetwork', 'hostports', 'privileged']);
});
