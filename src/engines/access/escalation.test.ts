import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../../model/object.ts';
import { Authorizer, type Operation, type PolicyRule } from './index.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const group = 'rbac.authorization.k8s.io';
const role = (name: string, rules: readonly PolicyRule[], namespace?: string): KubernetesObject => ({ apiVersion, kind: namespace === undefined ? 'ClusterRole' : 'Role', metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, rules });
const binding = (name: string, to: string, user: string, namespace?: string): KubernetesObject => ({
  apiVersion, kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding', metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  roleRef: { apiGroup: group, kind: 'ClusterRole', name: to }, subjects: [{ kind: 'User', apiGroup: group, name: user }],
});
const readPods: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
const readSecrets: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['secrets'] };
const objects = [
  role('pods', [readPods]), role('escalate', [{ verbs: ['escalate'], apiGroups: [group], resources: ['clusterroles', 'roles'] }]),
  role('escalate-a', [{ verbs: ['escalate'], apiGroups: [group], resources: ['clusterroles'], resourceNames: ['a'] }]),
  role('bind-secrets', [{ verbs: ['bind'], apiGroups: [group], resources: ['clusterroles'], resourceNames: ['secrets', 'missing'] }]),
  role('secrets', [readSecrets]), role('exec', [{ verbs: ['get'], apiGroups: [''], resources: ['pods/exec'] }]),
  role('as-dana', [{ verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['dana'] }]),
  role('as-cart', [{ verbs: ['impersonate'], apiGroups: [''], resources: ['serviceaccounts'] }]),
  binding('1', 'pods', 'reader'), binding('2', 'escalate', 'escalator'), binding('3', 'escalate-a', 'named'), binding('4', 'bind-secrets', 'binder'),
  binding('5', 'pods', 'local', 'shop'), binding('6', 'bind-secrets', 'local-binder', 'shop'), binding('7', 'exec', 'viewer'), binding('8', 'as-dana', 'helper'), binding('9', 'as-cart', 'helper', 'shop'),
];
const authorizer = Authorizer.from(objects);
const changed = { ...role('a', [readPods]), metadata: { name: 'a', labels: { x: 'y' } } };

const admissions: readonly { name: string; user: string; groups?: string[]; operation: Operation; allowed: boolean }[] = [
  { name: 'a role with rules that are held', user: 'reader', operation: { verb: 'create', object: role('a', [readPods]) }, allowed: true },
  { name: 'a role with a rule that is not held', user: 'reader', operation: { verb: 'create', object: role('a', [readPods, readSecrets]) }, allowed: false },
  { name: 'rights in a namespace give no cluster role', user: 'local', operation: { verb: 'create', object: role('a', [readPods]) }, allowed: false },
  { name: 'rights in a namespace give a role there', user: 'local', operation: { verb: 'create', object: role('a', [readPods], 'shop') }, allowed: true },
  { name: 'rights in a namespace give no role elsewhere', user: 'local', operation: { verb: 'create', object: role('a', [readPods], 'other') }, allowed: false },
  { name: 'escalate allows any rule', user: 'escalator', operation: { verb: 'create', object: role('a', [readSecrets]) }, allowed: true },
  { name: 'escalate limited to a name does not create', user: 'named', operation: { verb: 'create', object: role('a', [readSecrets]) }, allowed: false },
  { name: 'escalate limited to a name updates it', user: 'named', operation: { verb: 'update', object: role('a', [readSecrets]), oldObject: role('a', []) }, allowed: true },
  { name: 'system:masters skips the checks', user: 'x', groups: ['system:masters'], operation: { verb: 'create', object: role('a', [readSecrets]) }, allowed: true },
  { name: 'an aggregation rule needs everything', user: 'reader', operation: { verb: 'create', object: { ...role('a', []), aggregationRule: { clusterRoleSelectors: [] } } }, allowed: false },
  { name: 'an aggregation rule that goes needs everything', user: 'reader', operation: { verb: 'update', object: role('a', []), oldObject: { ...role('a', []), aggregationRule: {} } }, allowed: false },
  { name: 'a binding to a role that is held', user: 'reader', operation: { verb: 'create', object: binding('b', 'pods', 'x') }, allowed: true },
  { name: 'a binding to a role that is not held', user: 'reader', operation: { verb: 'create', object: binding('b', 'secrets', 'x') }, allowed: false },
  { name: 'bind on the role allows it', user: 'binder', operation: { verb: 'create', object: binding('b', 'secrets', 'x') }, allowed: true },
  { name: 'bind on another role does not', user: 'binder', operation: { verb: 'create', object: binding('b', 'pods', 'x') }, allowed: false },
  { name: 'bind in a namespace binds there', user: 'local-binder', operation: { verb: 'create', object: binding('b', 'secrets', 'x', 'shop') }, allowed: true },
  { name: 'bind in a namespace does not bind for the cluster', user: 'local-binder', operation: { verb: 'create', object: binding('b', 'secrets', 'x') }, allowed: false },
  { name: 'a missing role is refused', user: 'reader', operation: { verb: 'create', object: binding('b', 'missing', 'x') }, allowed: false },
  { name: 'a missing role is bound with bind', user: 'binder', operation: { verb: 'create', object: binding('b', 'missing', 'x') }, allowed: true },
  { name: 'roleRef cannot change', user: 'reader', operation: { verb: 'update', object: binding('b', 'pods', 'x'), oldObject: binding('b', 'secrets', 'x') }, allowed: false },
  { name: 'owner references alone may change', user: 'nobody', operation: { verb: 'update', object: { ...changed, metadata: { ...changed.metadata, finalizers: ['f'] } }, oldObject: changed }, allowed: true },
];
for (const { name, user, groups, operation, allowed } of admissions) {
  test(`(b) 17: ${name}`, () => assert.equal(authorizer.admits({ user, ...(groups ? { groups } : {}) }, operation).allowed, allowed));
}

test('(b) 17: what is missing is named', () => {
  assert.deepEqual(authorizer.admits({ user: 'reader' }, { verb: 'create', object: role('a', [readPods, readSecrets]) }).missing.map(({ resources }) => resources), [['secrets']]);
});

const execs: readonly { version?: string; allowed: boolean; gaps: number }[] = [{ version: '1.34', allowed: true, gaps: 0 }, { version: '1.35', allowed: false, gaps: 0 }, { allowed: false, gaps: 1 }];
for (const { version, allowed, gaps } of execs) {
  test(`(b) 7: exec by get at ${version ?? 'an unknown version'}`, () => {
    const answer = authorizer.canExec({ user: 'viewer' }, { namespace: 'shop', name: 'p' }, version === undefined ? {} : { version });
    assert.deepEqual([answer.allowed, answer.gaps.length], [allowed, gaps]);
  });
}

const targets: readonly { name: string; target: Parameters<Authorizer['canImpersonate']>[1]; allowed: boolean }[] = [
  { name: 'the user that is named', target: { user: 'dana' }, allowed: true },
  { name: 'another user', target: { user: 'eve' }, allowed: false },
  { name: 'a group besides', target: { user: 'dana', groups: ['system:masters'] }, allowed: false },
  { name: 'a group alone', target: { groups: ['team'] }, allowed: false },
  { name: 'a service account of the namespace', target: { user: 'system:serviceaccount:shop:cart' }, allowed: true },
  { name: 'a service account of another', target: { user: 'system:serviceaccount:pay:cart' }, allowed: false },
  { name: 'extra values besides', target: { user: 'dana', extra: { scopes: ['a'] } }, allowed: false },
];
for (const { name, target, allowed } of targets) {
  test(`(b) 19: ${name}`, () => assert.equal(authorizer.canImpersonate({ user: 'helper' }, target, { version: '1.34' }).allowed, allowed));
}

const everything: readonly PolicyRule[] = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }];
const rbacOnly: PolicyRule = { verbs: ['*'], apiGroups: [group], resources: ['*'] };
const strong = Authorizer.from([role('all', everything), binding('1', 'all', 'root'), role('rbac', [rbacOnly]), binding('2', 'rbac', 'keeper'), binding('3', 'rbac', 'local-keeper', 'shop'), role('most', [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]), binding('4', 'most', 'most'), role('secrets', [readSecrets])]);
const aggregated = { ...role('a', []), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { x: 'y' } }] } };
for (const [name, user, operation, allowed] of [
  ['* on everything and every URL may aggregate', 'root', { verb: 'create', object: aggregated }, true],
  ['* on everything without URLs may, since it contains escalate', 'most', { verb: 'create', object: aggregated }, true],
  ['verb * on RBAC resources contains escalate', 'keeper', { verb: 'create', object: role('a', [readSecrets]) }, true],
  ['and escalate frees from what aggregation needs', 'keeper', { verb: 'create', object: aggregated }, true],
  ['and it contains bind', 'keeper', { verb: 'create', object: binding('b', 'secrets', 'x') }, true],
  ['in a namespace it is administrator of the namespace', 'local-keeper', { verb: 'create', object: binding('b', 'secrets', 'x', 'shop') }, true],
  ['and of nothing else', 'local-keeper', { verb: 'create', object: binding('b', 'secrets', 'x') }, false],
] as const) {
  test(`(b) 17: ${name}`, () => assert.equal(strong.admits({ user }, operation).allowed, allowed));
}
