import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShared, withShared } from '../../../test/support/shared.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { aggregatedRules, Authorizer, rulesCover, type PolicyRule } from './index.ts';

interface Check {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
  readonly apiGroup?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly objectName?: string;
  readonly path?: string;
  readonly expect: 'allow' | 'deny';
}

function read<T>(file: string): readonly T[] {
  return JSON.parse(readShared(`corpora/rbac/${file}.json`)) as readonly T[];
}

function set(rules: readonly PolicyRule[]): readonly string[] {
  const list = (words: readonly string[] | undefined): readonly string[] | null => (words && words.length > 0 ? words : null);
  return rules.map((rule) => JSON.stringify([list(rule.verbs), list(rule.apiGroups), list(rule.resources), list(rule.resourceNames), list(rule.nonResourceURLs)])).toSorted();
}

withShared('corpora/rbac', () => {
  for (const { name, objects, checks } of read<{ name: string; objects: KubernetesObject[]; checks: Check[] }>('authorizer')) {
    test(`authorizer corpus: ${name}`, () => {
      const authorizer = Authorizer.from(objects);
      for (const check of checks) {
        const { user, groups, verb } = check;
        const asked = check.resource === undefined
          ? { nonResourceAttributes: { path: check.path ?? '', verb } }
          : { resourceAttributes: { verb, group: check.apiGroup ?? '', resource: check.resource, subresource: check.subresource ?? '', namespace: check.namespace ?? '', name: check.objectName ?? '' } };
        assert.equal(authorizer.authorize({ user, groups, ...asked }).allowed, check.expect === 'allow', JSON.stringify(check));
      }
    });
  }
  for (const { name, owner, requested, covered, uncovered } of read<{ name: string; owner: PolicyRule[]; requested: PolicyRule[]; covered: boolean; uncovered: PolicyRule[] }>('covers')) {
    test(`covers corpus: ${name}`, () => {
      const answer = rulesCover(owner, requested);
      assert.deepEqual([answer.covered, set(answer.uncovered)], [covered, set(uncovered)]);
    });
  }
  for (const { name, clusterRoles, sync, expectedRules } of read<{ name: string; clusterRoles: KubernetesObject[]; sync: string; expectedRules: PolicyRule[] }>('aggregation')) {
    test(`aggregation corpus: ${name}`, () => {
      const role = clusterRoles.find((each) => each.metadata.name === sync);
      assert.ok(role);
      assert.deepEqual(aggregatedRules(role, clusterRoles).map((rule) => set([rule])), expectedRules.map((rule) => set([rule])));
    });
  }
  for (const { name, objects, user, groups, namespace, expectedRules } of read<{ name: string; objects: KubernetesObject[]; user: string; groups: string[]; namespace: string; expectedRules: PolicyRule[] }>('rules-review')) {
    test(`rules review corpus: ${name}`, () => {
      assert.deepEqual(set(Authorizer.from(objects).rulesFor(user, groups, namespace)), set(expectedRules));
    });
  }
});

const odd: readonly KubernetesObject[] = [
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'a' }, rules: 'none' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'b' }, rules: [null, { verbs: 'get' }, { verbs: ['get'], apiGroups: null, resources: [7] }] },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'c' }, subjects: {}, roleRef: null },
];

test('malformed objects are read as far as they go', () => {
  const answer = Authorizer.from(odd).authorize({ user: 'u', resourceAttributes: { verb: 'get', resource: 'pods' } });
  assert.equal(answer.allowed, false);
});
