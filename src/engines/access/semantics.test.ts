// Every numbered point of Kubernetes' RBAC semantics that a re-implementation gets wrong, one named row or more each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubernetesObject } from '../../model/object.ts';
import { aggregatedRules, Authorizer, groupsOf, rulesCover, type PolicyRule, type SubjectAccessReviewSpec } from './index.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const group = 'rbac.authorization.k8s.io';

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}
const dana: Subject = { kind: 'User', name: 'dana' };

function role(name: string, rules: readonly PolicyRule[], namespace?: string): KubernetesObject {
  return { apiVersion, kind: namespace === undefined ? 'ClusterRole' : 'Role', metadata: { name, ...(namespace === undefined ? {} : { namespace }) }, rules };
}
function binding(roleName: string, subjects: readonly Subject[], namespace?: string, roleKind = 'ClusterRole'): KubernetesObject {
  const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  return { apiVersion, kind, metadata: { name: `${roleName}-${namespace ?? 'all'}`, ...(namespace === undefined ? {} : { namespace }) }, roleRef: { apiGroup: group, kind: roleKind, name: roleName }, subjects };
}
/** `dana` holds these rules in the whole cluster. */
function held(...rules: readonly PolicyRule[]): readonly KubernetesObject[] {
  return [role('held', rules), binding('held', [dana])];
}
/** `dana` asks; `pods/exec` has its subresource behind the slash. */
function asks(verb: string, resource: string, more: { readonly group?: string; readonly namespace?: string; readonly name?: string; readonly user?: string; readonly groups?: readonly string[] } = {}): SubjectAccessReviewSpec {
  const { user = 'dana', groups = groupsOf(user), ...attributes } = more;
  const [name = '', subresource = ''] = resource.split('/');
  return { user, groups, resourceAttributes: { verb, resource: name, subresource, ...attributes } };
}
function url(verb: string, path: string): SubjectAccessReviewSpec {
  return { user: 'dana', groups: groupsOf('dana'), nonResourceAttributes: { verb, path } };
}
const core = (verbs: readonly string[], resources: readonly string[], more: Partial<PolicyRule> = {}): PolicyRule => ({ verbs, apiGroups: [''], resources, ...more });

type Row = readonly [point: number, name: string, objects: readonly KubernetesObject[], spec: SubjectAccessReviewSpec, allowed: boolean];
const rows: readonly Row[] = [
  [1, 'two rules never combine into one', held(core(['get'], ['pods']), core(['list'], ['secrets'])), asks('get', 'secrets'), false],
  [1, 'all parts in one rule allow', held(core(['get', 'list'], ['pods', 'secrets'])), asks('get', 'secrets'), true],
  [2, 'verbs compare case-sensitively', held(core(['GET'], ['pods'])), asks('get', 'pods'), false],
  [2, 'get* is no wildcard', held(core(['get*'], ['pods'])), asks('get', 'pods'), false],
  [2, 'pod* is no wildcard', held(core(['get'], ['pod*'])), asks('get', 'pods'), false],
  [2, '*.k8s.io is no wildcard', held({ verbs: ['get'], apiGroups: ['*.k8s.io'], resources: ['*'] }), asks('get', 'leases', { group: 'coordination.k8s.io' }), false],
  [2, 'a resourceName * is an ordinary name', held(core(['get'], ['pods'], { resourceNames: ['*'] })), asks('get', 'pods', { name: 'a' }), false],
  [2, 'a subject * is an ordinary name', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'User', name: '*' }])], asks('get', 'pods'), false],
  [2, '* alone is a wildcard of verbs, groups and resources', held({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }), asks('update', 'leases/any', { group: 'coordination.k8s.io' }), true],
  [3, 'the group core grants nothing', held({ verbs: ['get'], apiGroups: ['core'], resources: ['pods'] }), asks('get', 'pods'), false],
  [3, 'the group v1 grants nothing', held({ verbs: ['get'], apiGroups: ['v1'], resources: ['pods'] }), asks('get', 'pods'), false],
  [3, 'a rule without groups grants no resource', held({ verbs: ['get'], resources: ['pods'] }), asks('get', 'pods'), false],
  [4, 'pods does not include pods/exec', held(core(['create'], ['pods'])), asks('create', 'pods/exec'), false],
  [4, 'pods/exec does not include pods', held(core(['get'], ['pods/exec'])), asks('get', 'pods'), false],
  [4, 'resource * includes subresources', held(core(['create'], ['*'])), asks('create', 'pods/exec'), true],
  [4, '*/exec is exec of any resource', held(core(['create'], ['*/exec'])), asks('create', 'pods/exec'), true],
  [4, 'pods/* is no wildcard', held(core(['create'], ['pods/*'])), asks('create', 'pods/exec'), false],
  [4, '*/* is no wildcard', held(core(['create'], ['*/*'])), asks('create', 'pods/exec'), false],
  [5, 'a name restricts get', held(core(['get'], ['secrets'], { resourceNames: ['a'] })), asks('get', 'secrets', { name: 'b' }), false],
  [5, 'a restricted rule does not allow list', held(core(['list'], ['secrets'], { resourceNames: ['a'] })), asks('list', 'secrets'), false],
  [5, 'a list that pins the name has that name', held(core(['list'], ['secrets'], { resourceNames: ['a'] })), asks('list', 'secrets', { name: 'a' }), true],
  [5, 'a restricted rule does not allow create', held(core(['create'], ['secrets'], { resourceNames: ['a'] })), asks('create', 'secrets'), false],
  [5, 'exec has a name', held(core(['create'], ['pods/exec'], { resourceNames: ['a'] })), asks('create', 'pods/exec', { name: 'a' }), true],
  [5, 'an empty-string name matches nameless requests', held(core(['list'], ['secrets'], { resourceNames: [''] })), asks('list', 'secrets'), true],
  [5, 'an empty list of names restricts nothing', held(core(['list'], ['secrets'], { resourceNames: [] })), asks('list', 'secrets'), true],
  [6, 'a RoleBinding can allow get of its own namespace', [role('r', [core(['get'], ['namespaces'])]), binding('r', [dana], 'shop')], asks('get', 'namespaces', { namespace: 'shop', name: 'shop' }), true],
  [7, 'get pods/exec is asked as get', held(core(['get'], ['pods/exec'])), asks('get', 'pods/exec'), true],
  [7, 'nodes/proxy is asked whatever the path is', held(core(['get'], ['nodes/proxy'])), asks('get', 'nodes/proxy', { name: 'a' }), true],
  [7, 'nodes/proxy does not include nodes/metrics', held(core(['get'], ['nodes/proxy'])), asks('get', 'nodes/metrics', { name: 'a' }), false],
  [8, '/api/* does not cover /api', held({ verbs: ['get'], nonResourceURLs: ['/api/*'] }), url('get', '/api'), false],
  [8, '/healthz* covers /healthzx', held({ verbs: ['get'], nonResourceURLs: ['/healthz*'] }), url('get', '/healthzx'), true],
  [8, 'a star in the middle is literal', held({ verbs: ['get'], nonResourceURLs: ['/a/*/b'] }), url('get', '/a/x/b'), false],
  [8, '/* does not cover the empty path', held({ verbs: ['get'], nonResourceURLs: ['/*'] }), url('get', ''), false],
  [8, 'a RoleBinding grants no URL', [role('r', [{ verbs: ['get'], nonResourceURLs: ['*'] }]), binding('r', [dana], 'shop')], url('get', '/metrics'), false],
  [8, 'resource * grants no URL', held({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }), url('get', '/metrics'), false],
  [9, 'a RoleBinding grants in its namespace', [role('r', [core(['get'], ['pods'])]), binding('r', [dana], 'shop')], asks('get', 'pods', { namespace: 'shop' }), true],
  [9, 'a RoleBinding grants in no other namespace', [role('r', [core(['get'], ['pods'])]), binding('r', [dana], 'shop')], asks('get', 'pods', { namespace: 'blog' }), false],
  [9, 'a RoleBinding grants no list of all namespaces', [role('r', [core(['list'], ['pods'])]), binding('r', [dana], 'shop')], asks('list', 'pods'), false],
  [9, 'a RoleBinding to a Role needs it in its own namespace', [role('r', [core(['get'], ['pods'])], 'blog'), binding('r', [dana], 'shop', 'Role')], asks('get', 'pods', { namespace: 'shop' }), false],
  [9, 'a ClusterRoleBinding cannot reach a Role', [role('r', [core(['get'], ['pods'])], 'shop'), binding('r', [dana], undefined, 'Role')], asks('get', 'pods', { namespace: 'shop' }), false],
  [9, 'a Role and a ClusterRole of one name are different', [role('r', [core(['get'], ['pods'])]), role('r', [core(['get'], ['secrets'])], 'shop'), binding('r', [dana], 'shop', 'Role')], asks('get', 'pods', { namespace: 'shop' }), false],
  [10, 'a missing role grants nothing now', [binding('later', [dana])], asks('get', 'pods'), false],
  [11, 'a ServiceAccount is its user name', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'ServiceAccount', name: 'cart', namespace: 'shop' }])], asks('get', 'pods', { user: 'system:serviceaccount:shop:cart' }), true],
  [11, 'its namespace defaults to that of the RoleBinding', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'ServiceAccount', name: 'cart' }], 'shop')], asks('get', 'pods', { user: 'system:serviceaccount:shop:cart', namespace: 'shop' }), true],
  [11, 'without namespace it is nobody in a ClusterRoleBinding', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'ServiceAccount', name: 'cart' }])], asks('get', 'pods', { user: 'system:serviceaccount:shop:cart' }), false],
  [11, 'a User can spell out a service account', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'User', name: 'system:serviceaccount:shop:cart' }])], asks('get', 'pods', { user: 'system:serviceaccount:shop:cart' }), true],
  [12, 'every service account is authenticated', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'Group', name: 'system:authenticated' }])], asks('get', 'pods', { user: 'system:serviceaccount:shop:cart' }), true],
  [12, 'service accounts are in the group of their namespace', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'Group', name: 'system:serviceaccounts:shop' }])], asks('get', 'pods', { user: 'system:serviceaccount:shop:cart' }), true],
  [12, 'the anonymous user is not authenticated', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'Group', name: 'system:authenticated' }])], asks('get', 'pods', { user: 'system:anonymous' }), false],
  [12, 'a certificate that spells a service account has only its own groups', [role('r', [core(['get'], ['pods'])]), binding('r', [{ kind: 'Group', name: 'system:serviceaccounts' }])], asks('get', 'pods', { user: 'system:serviceaccount:shop:cart', groups: ['system:authenticated'] }), false],
  [13, 'system:masters is allowed without any binding', [], asks('delete', 'nodes', { groups: ['system:masters'] }), true],
  [14, 'the ClusterRole system:node alone gives a node nothing', [role('system:node', [core(['list'], ['secrets'])])], asks('list', 'secrets', { user: 'system:node:worker-1' }), false],
  [14, 'a binding of system:nodes adds to the Node authorizer', [role('r', [core(['list'], ['secrets'])]), binding('r', [{ kind: 'Group', name: 'system:nodes' }])], asks('list', 'secrets', { user: 'system:node:worker-1' }), true],
  [15, 'field selectors are ignored', held(core(['list'], ['pods'])), { ...asks('list', 'pods'), resourceAttributes: { verb: 'list', resource: 'pods', fieldSelector: { rawSelector: 'spec.nodeName=a' } } }, true],
  [21, 'the evaluator answers for rules that validation refuses', held({ verbs: ['get'], apiGroups: [''], resources: ['pods'], nonResourceURLs: ['/x'] }), url('get', '/x'), true],
];
for (const [point, name, objects, spec, allowed] of rows) {
  test(`(b) ${point}: ${name}`, () => assert.equal(Authorizer.from(objects).authorize(spec).allowed, allowed));
}

// A node reads what its pods need, and nothing else.
const pod = (name: string, node: string, spec: object, annotations: Readonly<Record<string, string>> = {}): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', annotations }, spec: { nodeName: node, ...spec } });
const nodeObjects: readonly KubernetesObject[] = [
  pod('cart', 'a', { serviceAccountName: 'cart', volumes: [{ name: 'k', secret: { secretName: 'key' } }, { name: 'c', configMap: { name: 'settings' } }, { name: 'd', persistentVolumeClaim: { claimName: 'data' } }] }),
  pod('static', 'b', { volumes: [{ name: 'k', secret: { secretName: 'key' } }] }, { 'kubernetes.io/config.mirror': 'x' }),
  { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv-1' }, spec: { claimRef: { namespace: 'shop', name: 'data' }, csi: { driver: 'd', nodeStageSecretRef: { namespace: 'storage', name: 'disk' } } } },
];
const nodeRows: readonly (readonly [name: string, version: string, node: string, verb: string, resource: string, more: { group?: string; namespace?: string; name?: string; pinned?: string }, allowed: boolean])[] = [
  ['gets a Secret of its pod', '1.37', 'a', 'get', 'secrets', { namespace: 'shop', name: 'key' }, true],
  ['lists it by name', '1.37', 'a', 'list', 'secrets', { namespace: 'shop', name: 'key' }, true],
  ['does not list all', '1.37', 'a', 'list', 'secrets', { namespace: 'shop' }, false],
  ['gets no other Secret', '1.37', 'a', 'get', 'secrets', { namespace: 'shop', name: 'other' }, false],
  ['gets none of another node', '1.37', 'c', 'get', 'secrets', { namespace: 'shop', name: 'key' }, false],
  ['gets none by a static pod of its own', '1.37', 'b', 'get', 'secrets', { namespace: 'shop', name: 'key' }, false],
  ['gets the ConfigMap', '1.37', 'a', 'get', 'configmaps', { namespace: 'shop', name: 'settings' }, true],
  ['gets the claim', '1.37', 'a', 'get', 'persistentvolumeclaims', { namespace: 'shop', name: 'data' }, true],
  ['gets the volume of the claim', '1.37', 'a', 'get', 'persistentvolumes', { name: 'pv-1' }, true],
  ['gets the Secret of the volume', '1.37', 'a', 'get', 'secrets', { namespace: 'storage', name: 'disk' }, true],
  ['mints tokens of the account of its pod', '1.37', 'a', 'create', 'serviceaccounts/token', { namespace: 'shop', name: 'cart' }, true],
  ['mints no token of another account', '1.37', 'a', 'create', 'serviceaccounts/token', { namespace: 'shop', name: 'admin' }, false],
  ['reads the account from 1.34', '1.34', 'a', 'get', 'serviceaccounts', { namespace: 'shop', name: 'cart' }, true],
  ['does not before', '1.33', 'a', 'get', 'serviceaccounts', { namespace: 'shop', name: 'cart' }, false],
  ['reads its own Node', '1.32', 'a', 'get', 'nodes', { name: 'a' }, true],
  ['reads no other Node from 1.32', '1.32', 'a', 'get', 'nodes', { name: 'b' }, false],
  ['reads every Node before', '1.31', 'a', 'get', 'nodes', { name: 'b' }, true],
  ['lists its pods from 1.32', '1.32', 'a', 'list', 'pods', { pinned: 'spec.nodeName=a' }, true],
  ['lists no other pods from 1.32', '1.32', 'a', 'list', 'pods', { pinned: 'spec.nodeName=b' }, false],
  ['lists all pods before', '1.31', 'a', 'list', 'pods', {}, true],
  ['gets its Lease', '1.37', 'a', 'update', 'leases', { group: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'a' }, true],
  ['gets no other Lease', '1.37', 'a', 'update', 'leases', { group: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'b' }, false],
  ['updates any pod status, which NodeRestriction narrows', '1.37', 'a', 'update', 'pods/status', { namespace: 'shop', name: 'x' }, true],
  ['deletes no Secret', '1.37', 'a', 'delete', 'secrets', { namespace: 'shop', name: 'key' }, false],
  ['reads all Services', '1.37', 'a', 'list', 'services', {}, true],
];
for (const [name, version, node, verb, resource, { pinned, ...more }, allowed] of nodeRows) {
  test(`(b) 14: a node ${name} (${version})`, () => {
    const spec = asks(verb, resource, { user: `system:node:${node}`, ...more });
    const asked = pinned === undefined ? spec : { ...spec, resourceAttributes: { ...spec.resourceAttributes, fieldSelector: { rawSelector: pinned } } };
    const answer = Authorizer.from(nodeObjects, { version }).authorize(asked);
    assert.deepEqual([answer.allowed, answer.gaps], [allowed, []]);
  });
}
test('(b) 14: without a version the newest answers, and the gap says that others differ', () => {
  const answer = Authorizer.from(nodeObjects).authorize(asks('get', 'nodes', { user: 'system:node:a', name: 'b' }));
  assert.deepEqual([answer.allowed, answer.gaps.map(({ id }) => id)], [false, ['gap/kubernetes-version']]);
});
test('(b) 14: a user in system:nodes by name alone is no node', () => {
  assert.equal(Authorizer.from(nodeObjects).authorize(asks('get', 'nodes', { user: 'system:node:a', name: 'a', groups: ['system:authenticated'] })).allowed, false);
});

test('(b) 16: rules of an aggregated role are computed, its own are lost', () => {
  const edit: KubernetesObject = { ...role('edit', [core(['delete'], ['nodes'])]), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'edit' } }] } };
  const part: KubernetesObject = { ...role('part', [core(['get'], ['pods'])]), metadata: { name: 'part', labels: { to: 'edit' } } };
  assert.deepEqual(aggregatedRules(edit, [edit, part]), [core(['get'], ['pods'])]);
});
test('(b) 18: an enumeration never covers *', () => {
  const all: PolicyRule = { verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'], apiGroups: [''], resources: ['pods'] };
  assert.equal(rulesCover([all], [core(['*'], ['pods'])]).covered, false);
});
test('(b) 18: each piece must lie in one owner rule, not all in the same', () => {
  assert.equal(rulesCover([core(['get'], ['pods']), core(['list'], ['pods'])], [core(['get', 'list'], ['pods'])]).covered, true);
});
test('(b) 20: a rules review keeps repeats', () => {
  const objects = [role('r', [core(['get'], ['pods'])]), binding('r', [dana]), binding('r', [dana], 'shop')];
  assert.equal(Authorizer.from(objects).rulesFor('dana', groupsOf('dana'), 'shop').length, 2);
});

const exec = held(core(['get'], ['pods/exec']));
for (const [version, allowed] of [['1.34', true], ['1.35', false]] as const) {
  test(`(b) 7: get alone opens a shell over a WebSocket: ${String(allowed)} at ${version}`, () => {
    assert.equal(Authorizer.from(exec).canExec({ user: 'dana', groups: groupsOf('dana') }, { namespace: 'shop', name: 'cart' }, { version }).allowed, allowed);
  });
}

const authentication = 'authentication.k8s.io';
const list: PolicyRule = core(['impersonate-on:user-info:list'], ['pods']);
const userInfo: PolicyRule = { verbs: ['impersonate:user-info'], apiGroups: [authentication], resources: ['users', 'groups'] };
const account = 'system:serviceaccount:shop:cart';
const request = { resourceAttributes: { verb: 'list', resource: 'pods' } };
const impersonations: readonly (readonly [name: string, rules: readonly PolicyRule[], target: { user?: string; groups?: readonly string[]; uid?: string; extra?: Record<string, readonly string[]> }, version: string, allowed: boolean])[] = [
  ['each value is asked for by itself', [core(['impersonate'], ['users'])], { user: 'eve', groups: ['ops'] }, '1.34', false],
  ['user and group held', [core(['impersonate'], ['users', 'groups'])], { user: 'eve', groups: ['ops'] }, '1.34', true],
  ['groups alone still need a user', [core(['impersonate'], ['groups'])], { groups: ['ops'] }, '1.34', false],
  ['a service account is asked in its namespace, as serviceaccounts', [core(['impersonate'], ['serviceaccounts'])], { user: account }, '1.34', true],
  ['users does not include service accounts', [core(['impersonate'], ['users'])], { user: account }, '1.34', false],
  ['legacy reaches system:masters', [core(['impersonate'], ['users', 'groups'])], { user: 'eve', groups: ['system:masters'] }, '1.36', true],
  ['extra values are userextras/KEY', [core(['impersonate'], ['users']), { verbs: ['impersonate'], apiGroups: [authentication], resources: ['userextras/scopes'] }], { user: 'eve', extra: { scopes: ['a'] } }, '1.34', true],
  ['constrained needs both halves', [userInfo], { user: 'eve' }, '1.36', false],
  ['constrained with both halves', [userInfo, list], { user: 'eve' }, '1.36', true],
  ['constrained is off before 1.36', [userInfo, list], { user: 'eve' }, '1.35', false],
  ['constrained never reaches system:masters', [userInfo, list], { user: 'eve', groups: ['system:masters'] }, '1.36', false],
  ['constrained takes no groups with a service account', [{ verbs: ['impersonate:serviceaccount'], apiGroups: [authentication], resources: ['*'] }, core(['impersonate-on:serviceaccount:list'], ['pods'])], { user: account, groups: ['ops'] }, '1.36', false],
  ['constrained service account', [{ verbs: ['impersonate:serviceaccount'], apiGroups: [authentication], resources: ['serviceaccounts'] }, core(['impersonate-on:serviceaccount:list'], ['pods'])], { user: account }, '1.36', true],
  ['user-info does not reach a node', [userInfo, list], { user: 'system:node:a' }, '1.36', false],
  ['constrained node', [{ verbs: ['impersonate:arbitrary-node'], apiGroups: [authentication], resources: ['nodes'] }, core(['impersonate-on:arbitrary-node:list'], ['pods'])], { user: 'system:node:a' }, '1.36', true],
];
for (const [name, rules, target, version, allowed] of impersonations) {
  test(`(b) 19: ${name} (${version})`, () => {
    assert.equal(Authorizer.from(held(...rules)).canImpersonate({ user: 'dana', groups: groupsOf('dana') }, target, { version, request }).allowed, allowed);
  });
}
test('(b) 19: a service account acts as the node of its own pod only', () => {
  const rules: readonly PolicyRule[] = [{ verbs: ['impersonate:associated-node'], apiGroups: [authentication], resources: ['nodes'] }, core(['impersonate-on:associated-node:list'], ['pods'])];
  const authorizer = Authorizer.from([role('r', rules), binding('r', [{ kind: 'ServiceAccount', namespace: 'shop', name: 'cart' }])]);
  const actor = { user: account, groups: groupsOf(account), extra: { 'authentication.kubernetes.io/node-name': ['a'] } };
  const may = (node: string): boolean => authorizer.canImpersonate(actor, { user: `system:node:${node}` }, { version: '1.37', request }).allowed;
  assert.deepEqual([may('a'), may('b')], [true, false]);
});
test('(b) 19: without the request a held half is a gap, without any half there is none', () => {
  const ask = (rules: readonly PolicyRule[]): readonly string[] => Authorizer.from(held(...rules)).canImpersonate({ user: 'dana' }, { user: 'eve' }, { version: '1.36' }).gaps.map(({ id }) => id);
  assert.deepEqual([ask([userInfo]), ask([])], [['gap/constrained-impersonation'], []]);
});

test('who can: subjects in binding order, cluster-wide first, with the rule', () => {
  const objects = [role('r', [core(['list'], ['secrets'])]), binding('r', [{ kind: 'Group', name: 'ops' }], 'shop'), binding('r', [dana, { kind: 'ServiceAccount', name: 'cart', namespace: 'shop' }])];
  const answer = Authorizer.from(objects).whoCan({ resourceAttributes: { verb: 'list', resource: 'secrets', namespace: 'shop' } });
  assert.deepEqual(answer.map(({ subject }) => subject.name), ['dana', 'cart', 'ops']);
});

test('(b) 10: a binding to a missing role gives all that the role holds once it is made', () => {
  const bound = [binding('later', [dana])];
  assert.equal(Authorizer.from([...bound, role('later', [core(['*'], ['secrets'])])]).authorize(asks('delete', 'secrets')).allowed, true);
});

const part = (name: string, labels: Record<string, string>, rules: readonly PolicyRule[], more: object = {}): KubernetesObject => ({ ...role(name, rules), metadata: { name, labels }, ...more });
const selects = (...matchLabels: readonly Record<string, string>[]): object => ({ aggregationRule: { clusterRoleSelectors: matchLabels.map((each) => (Object.keys(each).length > 0 ? { matchLabels: each } : {})) } });
const [pods_, secrets_] = [core(['get'], ['pods']), core(['get'], ['secrets'])];
for (const [name, target, others, rules] of [
  ['selector by selector, then by name', part('all', {}, [], selects({ to: 'b' }, { to: 'a' })), [part('z', { to: 'a' }, [pods_]), part('y', { to: 'b' }, [secrets_])], [secrets_, pods_]],
  ['repeats are dropped', part('all', {}, [], selects({ to: 'a' })), [part('y', { to: 'a' }, [pods_]), part('z', { to: 'a' }, [pods_])], [pods_]],
  ['an empty selector takes every other role', part('all', {}, [secrets_], selects({})), [part('z', {}, [pods_])], [pods_]],
  ['a role never takes itself', part('all', { to: 'a' }, [secrets_], selects({ to: 'a' })), [], []],
  ['it chains', part('admin', {}, [], selects({ to: 'admin' })), [part('edit', { to: 'admin' }, [], selects({ to: 'edit' })), part('view', { to: 'edit' }, [pods_])], [pods_]],
] as const) {
  test(`(b) 16: ${name}`, () => assert.deepEqual(aggregatedRules(target, [target, ...others]), rules));
}

for (const [name, owner, requested, covered] of [
  ['*/scale covers deployments/scale', { verbs: ['get'], apiGroups: ['apps'], resources: ['*/scale'] }, { verbs: ['get'], apiGroups: ['apps'], resources: ['deployments/scale'] }, true],
  ['names held do not cover the unrestricted', core(['get'], ['pods'], { resourceNames: ['a'] }), core(['get'], ['pods']), false],
  ['names held cover those names', core(['get'], ['pods'], { resourceNames: ['a', 'b'] }), core(['get'], ['pods'], { resourceNames: ['b'] }), true],
  ['a prefix of URLs covers longer ones', { verbs: ['get'], nonResourceURLs: ['/api/*'] }, { verbs: ['get'], nonResourceURLs: ['/api/v1/*'] }, true],
  ['a longer one does not cover its prefix', { verbs: ['get'], nonResourceURLs: ['/api/v1/*'] }, { verbs: ['get'], nonResourceURLs: ['/api/*'] }, false],
  ['resource * covers no URL', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['get'], nonResourceURLs: ['/x'] }, false],
] as const) {
  test(`(b) 18: ${name}`, () => assert.equal(rulesCover([owner], [requested]).covered, covered));
}
test('(b) 20: a rules review of a namespace lists URLs of a RoleBinding, which never grants them', () => {
  const authorizer = Authorizer.from([role('r', [{ verbs: ['get'], nonResourceURLs: ['/x'] }]), binding('r', [dana], 'shop')]);
  assert.deepEqual([authorizer.rulesFor('dana', groupsOf('dana'), 'shop').length, authorizer.rulesFor('dana', groupsOf('dana'), '').length, authorizer.authorize(url('get', '/x')).allowed], [1, 0, false]);
});
test('(b) 13: taking the built-in binding away takes nothing from system:masters, and another group gets nothing', () => {
  const may = (group_: string): boolean => Authorizer.from([]).authorize(asks('get', 'secrets', { groups: [group_] })).allowed;
  assert.deepEqual([may('system:masters'), may('cluster-admins')], [true, false]);
});
