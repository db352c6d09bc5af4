import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { Authorizer, groupsOf } from './access/index.ts';
import { findRight } from './right-match.ts';
import { Rights } from './rights.ts';

const rbac = 'rbac.authorization.k8s.io';
const role = (name: string, rules: unknown, more = ''): string => `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: ${name}${more}}\nrules: ${JSON.stringify(rules)}\n`;
const bind = (name: string, to: string, subject: string, namespace?: string): string =>
  `apiVersion: ${rbac}/v1\nkind: ${namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding'}\nmetadata: {name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`}}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: ${to}}\nsubjects: [${subject}]\n`;

function clusterOf(...documents: readonly string[]): Cluster {
  return Cluster.from(collectText(documents.join('---\n')).snapshot);
}

const secrets = { verb: 'get', group: '', resource: 'secrets' };
const reader = role('reader', [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }]);

test('who holds a right is answered as the authorizer answers it', () => {
  const cluster = clusterOf(reader, bind('a', 'reader', '{kind: Group, name: "system:serviceaccounts:shop"}'), bind('b', 'reader', '{kind: User, name: eve}', 'bank'), bind('c', 'view', '{kind: ServiceAccount, name: app}', 'bank'));
  const rights = Rights.from(cluster);
  const authorizer = Authorizer.from(cluster.objects());
  for (const [holder, user] of [
    [{ kind: 'ServiceAccount', namespace: 'shop', name: 'app' }, 'system:serviceaccount:shop:app'],
    [{ kind: 'ServiceAccount', namespace: 'bank', name: 'app' }, 'system:serviceaccount:bank:app'],
    [{ kind: 'User', name: 'eve' }, 'eve'],
    [{ kind: 'User', name: 'system:anonymous' }, 'system:anonymous'],
  ] as const) {
    for (const namespace of ['shop', 'bank']) {
      for (const resource of ['secrets', 'configmaps']) {
        const { allowed } = authorizer.authorize({ user, groups: [...groupsOf(user)], resourceAttributes: { verb: 'get', resource, namespace } });
        assert.equal(rights.held(holder, { ...secrets, resource }, { namespace }) !== undefined, allowed, `${user} ${resource} ${namespace}`);
      }
    }
  }
});

test('a grant gives some of a list of rights where one of them matches', () => {
  const rights = Rights.from(clusterOf(reader, bind('a', 'reader', '{kind: User, name: eve}'), bind('b', 'reader', '{kind: User, name: eve}', 'bank'), bind('c', 'not-given', '{kind: User, name: eve}')));
  const [pods, nodes] = [{ verb: 'get', group: '', resource: 'pods' }, { verb: 'get', group: '', resource: 'nodes' }];
  for (const asked of [[], [pods], [secrets], [pods, secrets], [nodes]]) {
    // Twice: the second answer is remembered.
    for (const grant of [...rights.grants, ...rights.grants]) assert.equal(grant.gives(asked), asked.some((right) => grant.match(right) !== undefined));
  }
});

test('a rule comes through aggregated roles from the one that holds it', () => {
  const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }];
  const middle = `${role('middle', [], ', labels: {top: "1"}')}aggregationRule: {clusterRoleSelectors: [{matchLabels: {low: "1"}}]}\n`;
  const top = `${role('top', [])}aggregationRule: {clusterRoleSelectors: [{matchLabels: {top: "1"}}]}\n`;
  const [grant] = Rights.from(clusterOf(top, middle, role('low', rules, ', labels: {low: "1"}'), bind('b', 'top', '{kind: User, name: eve}'))).grants;
  const match = grant?.match(secrets);
  assert.deepEqual(match?.chain.map(({ name }) => name), ['top', 'middle', 'low']);
  assert.deepEqual([match?.editable.name, match?.evidence.path], ['low', ['rules', 0]]);
});

test('bindings that every cluster is born with are no grants, and count for those who hold them', () => {
  const rights = Rights.from(clusterOf());
  assert.equal(rights.grants.length, 0);
  const holder = { kind: 'User', name: 'system:kube-controller-manager' } as const;
  assert.notEqual(rights.held(holder, { verb: 'create', group: '', resource: 'serviceaccounts', subresource: 'token' }, 'cluster'), undefined);
});

test('an administrator is one by rights, in the whole cluster', () => {
  const rights = Rights.from(clusterOf(bind('a', 'cluster-admin', '{kind: User, name: eve}'), bind('b', 'cluster-admin', '{kind: User, name: bob}', 'shop')));
  const is = (name: string): boolean => rights.isAdministrator({ kind: 'User', name });
  assert.deepEqual([is('eve'), is('bob'), rights.isAdministrator({ kind: 'Group', name: 'system:masters' })], [true, false, true]);
});

test('names: a create or deletecollection has none, a list may pin one, an empty one is a name', () => {
  const named = (verb: string, ...resourceNames: readonly string[]): ReturnType<typeof findRight> => findRight([{ verbs: ['*'], apiGroups: [''], resources: ['pods'], resourceNames }], { verb, group: '', resource: 'pods' }, false);
  assert.deepEqual([named('create', 'a'), named('deletecollection', 'a')], [undefined, undefined]);
  assert.deepEqual([named('list', 'a')?.names, named('get', 'a')?.names, named('create', '')?.names], [['a'], ['a'], []]);
});

test('in a namespace only the namespace itself and bind keep their meaning of what has none', () => {
  const all = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
  const lives = (verb: string, group: string, resource: string): boolean => findRight(all, { verb, group, resource }, true) !== undefined;
  assert.deepEqual([lives('patch', '', 'namespaces'), lives('list', '', 'namespaces'), lives('bind', rbac, 'clusterroles'), lives('escalate', rbac, 'clusterroles')], [true, false, true, false]);
  assert.deepEqual([lives('get', '', 'nodes'), lives('get', '', 'pods'), lives('approve', 'certificates.k8s.io', 'signers')], [false, true, false]);
});
