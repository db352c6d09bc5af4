// The engine against an evaluator that is written straight from the rules and does nothing cleverly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KubernetesObject } from '../../model/object.ts';
import { Authorizer, type PolicyRule, type SubjectAccessReviewSpec } from './index.ts';

const verbs = ['get', 'list', 'create', '*', 'GET', ''];
const apiGroups = ['', 'apps', '*', 'core'];
const resources = ['pods', 'pods/exec', 'secrets', '*', '*/exec', 'pods/*', '*/*'];
const names = ['a', 'b', '*', ''];
const urls = ['/healthz', '/healthz*', '*', '/api/*', '/*', '/a*b', '/h**'];
const users = ['dana', 'system:serviceaccount:shop:cart', 'system:serviceaccount:shop', '*'];
const groups = ['ops', 'system:authenticated', '*'];
const namespaces = ['shop', 'blog'];
const roleNames = ['one', 'two'];

const some = (values: readonly string[]): fc.Arbitrary<string[]> => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const rule = fc.oneof(
  fc.record({ verbs: some(verbs), apiGroups: some(apiGroups), resources: some(resources), resourceNames: fc.oneof(fc.constant<string[]>([]), some(names)) }),
  fc.record({ verbs: some(verbs), nonResourceURLs: some(urls) }),
) as fc.Arbitrary<PolicyRule>;
const subject = fc.oneof(
  fc.record({ kind: fc.constant('User'), name: fc.constantFrom(...users) }),
  fc.record({ kind: fc.constant('Group'), name: fc.constantFrom(...groups) }),
  fc.record({ kind: fc.constant('ServiceAccount'), name: fc.constantFrom('cart', '*'), namespace: fc.constantFrom('shop', 'blog', '') }),
);
const apiVersion = 'rbac.authorization.k8s.io/v1';
const aRole = fc.record({ name: fc.constantFrom(...roleNames), namespace: fc.constantFrom(...namespaces, undefined), rules: fc.array(rule, { minLength: 1, maxLength: 3 }) }).map(
  ({ name, namespace, rules }): KubernetesObject => (namespace === undefined ? { apiVersion, kind: 'ClusterRole', metadata: { name }, rules } : { apiVersion, kind: 'Role', metadata: { name, namespace }, rules }),
);
const aBinding = fc.record({ name: fc.nat(9), namespace: fc.constantFrom(...namespaces, undefined), roleKind: fc.constantFrom('Role', 'ClusterRole'), role: fc.constantFrom(...roleNames), subjects: fc.array(subject, { minLength: 1, maxLength: 3 }) }).map(
  ({ name, namespace, roleKind, role, subjects }): KubernetesObject => ({
    apiVersion, kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding', metadata: { name: `b${name}`, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: roleKind, name: role }, subjects,
  }),
);
const objects = fc.uniqueArray(fc.oneof(aRole, aBinding), { minLength: 8, maxLength: 16, selector: ({ kind, metadata }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}` });
const who = { user: fc.constantFrom('dana', 'system:serviceaccount:shop:cart'), groups: fc.subarray(['ops', 'system:authenticated']) };
const request: fc.Arbitrary<SubjectAccessReviewSpec> = fc.oneof(
  fc.record({ ...who, resourceAttributes: fc.record({ verb: fc.constantFrom('get', 'list', 'create'), group: fc.constantFrom('', 'apps'), resource: fc.constantFrom('pods', 'secrets'), subresource: fc.constantFrom('', 'exec', '*'), namespace: fc.constantFrom('', ...namespaces), name: fc.constantFrom('', 'a', 'c') }) }),
  fc.record({ ...who, nonResourceAttributes: fc.record({ verb: fc.constantFrom('get', 'create'), path: fc.constantFrom('/healthz', '/healthzx', '/api', '/api/v1', '', '/aab') }) }),
);

interface Raw extends KubernetesObject {
  readonly rules?: readonly PolicyRule[];
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

function naive(all: readonly Raw[], spec: SubjectAccessReviewSpec): boolean {
  if ((spec.groups ?? []).includes('system:masters')) return true;
  const asked = spec.resourceAttributes;
  return all.some((binding) => {
    if (!binding.roleRef) return false;
    const own = binding.metadata.namespace;
    if (binding.kind === 'RoleBinding' && (asked?.namespace ?? '') !== own) return false;
    if (!(binding.subjects ?? []).some((each) => names_(each, own, spec))) return false;
    const role = all.find(({ kind, metadata }) => kind === binding.roleRef?.kind && metadata.name === binding.roleRef.name && (kind === 'ClusterRole' || (binding.kind === 'RoleBinding' && metadata.namespace === own)));
    return (role?.rules ?? []).some((each) => allows(each, spec));
  });
}

function names_({ kind, name, namespace }: NonNullable<Raw['subjects']>[number], own: string | undefined, spec: SubjectAccessReviewSpec): boolean {
  if (kind === 'User') return spec.user === name;
  if (kind === 'Group') return (spec.groups ?? []).includes(name);
  const where = namespace === undefined || namespace === '' ? own : namespace;
  return where !== undefined && spec.user === `system:serviceaccount:${where}:${name}`;
}

function allows({ verbs: held, apiGroups: inGroups = [], resources: on = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule, spec: SubjectAccessReviewSpec): boolean {
  const { resourceAttributes: asked, nonResourceAttributes: url } = spec;
  const has = (list: readonly string[], word = ''): boolean => list.includes('*') || list.includes(word);
  if (!asked) {
    const path = url?.path ?? '';
    return has(held, url?.verb) && nonResourceURLs.some((entry) => entry === path || (entry.endsWith('*') && path.startsWith(entry.replace(/\*+$/, ''))));
  }
  const { resource = '', subresource = '', name = '' } = asked;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const matches = has(on, full) || (subresource !== '' && on.includes(`*/${subresource}`));
  return has(held, asked.verb) && has(inGroups, asked.group) && matches && (resourceNames.length === 0 || resourceNames.includes(name));
}

test('the engine answers as a naive evaluator does', () => {
  fc.assert(
    fc.property(objects, fc.array(request, { minLength: 1, maxLength: 8 }), (all, requests) => {
      const authorizer = Authorizer.from(all);
      for (const spec of requests) assert.equal(authorizer.authorize(spec).allowed, naive(all, spec), JSON.stringify(spec));
    }),
    { numRuns: 3000, seed: 20261128 },
  );
});

test('whoever may do it is among those who can', () => {
  fc.assert(
    fc.property(objects, request, (all, spec) => {
      const authorizer = Authorizer.from(all);
      const { user = '', groups: own = [] } = spec;
      const found = authorizer.whoCan(spec).some(({ subject: { kind, name, namespace } }) =>
        kind === 'User' ? name === user : kind === 'Group' ? own.includes(name) : user === `system:serviceaccount:${namespace ?? ''}:${name}`,
      );
      assert.equal(found || own.includes('system:masters'), authorizer.authorize(spec).allowed);
    }),
    { numRuns: 2000, seed: 20261128 },
  );
});
