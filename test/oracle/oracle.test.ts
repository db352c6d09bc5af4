import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readShared, skippable, withShared } from '../support/shared.ts';
import { askOracle, buildOracle, type OracleAnswer, type OracleLine, type OracleRequest, type OracleRule, type OracleSubject } from './build.ts';

interface Case {
  readonly name: string;
  readonly objects: readonly { readonly kind: string }[];
}

interface Check extends OracleRequest {
  readonly objectName?: string;
  readonly expect: 'allow' | 'deny';
  readonly rbacOnly?: 'allow' | 'deny';
  readonly note?: string;
}

const binary = await buildOracle();
const collections = {
  Role: 'roles',
  RoleBinding: 'roleBindings',
  ClusterRole: 'clusterRoles',
  ClusterRoleBinding: 'clusterRoleBindings',
} satisfies Record<string, keyof OracleLine>;

function policy(objects: readonly { readonly kind: string }[]): OracleLine {
  return Object.fromEntries(Object.entries(collections).map(([kind, collection]) => [collection, objects.filter((object) => object.kind === kind)]));
}

function request({ user, groups = [], verb, apiGroup = '', resource = '', subresource = '', namespace = '', objectName = '', path }: Check): OracleRequest {
  const asked = { user, groups, verb, apiGroup, resource, subresource, namespace, name: objectName };
  return path === undefined ? asked : { ...asked, path };
}

async function all(answers: AsyncIterable<OracleAnswer>): Promise<OracleAnswer[]> {
  const list: OracleAnswer[] = [];
  for await (const answer of answers) list.push(answer);
  return list;
}

function unordered(rules: readonly OracleRule[]): string[] {
  return rules.map((rule) => JSON.stringify(Object.entries(rule).toSorted(([a], [b]) => (a < b ? -1 : 1)))).toSorted();
}

skippable('the oracle needs Go', binary !== undefined, () => {
  withShared('corpora/rbac/authorizer.json', () => {
    test('the oracle answers the authorizer corpus as it expects', async () => {
      const cases = JSON.parse(readShared('corpora/rbac/authorizer.json')) as (Case & { checks: Check[] })[];
      const wrong: unknown[] = [];
      let index = 0;
      for await (const { allowed } of askOracle(cases.map(({ objects, checks }) => ({ ...policy(objects), requests: checks.map(request) })))) {
        const { name, checks } = cases[index++]!;
        assert.equal(allowed.length, checks.length, name);
        checks.forEach((check, at) => {
          if (allowed[at] !== ((check.rbacOnly ?? check.expect) === 'allow')) wrong.push({ name, check });
        });
      }
      assert.equal(index, cases.length);
      assert.deepEqual(wrong, []);
    });
  });

  withShared('corpora/rbac/covers.json', () => {
    test('the oracle compares rules as the covers corpus expects', async () => {
      interface Comparison {
        readonly name: string;
        readonly owner: OracleRule[];
        readonly requested: OracleRule[];
        readonly covered: boolean;
        readonly uncovered: OracleRule[];
      }
      const cases = JSON.parse(readShared('corpora/rbac/covers.json')) as Comparison[];
      const covers = cases.map(({ owner, requested }) => ({ owner, requested }));
      for await (const answer of askOracle([{ covers }])) {
        assert.equal(answer.covers.length, cases.length);
        answer.covers.forEach(({ covered, uncovered }, at) => {
          const { name, ...expected } = cases[at]!;
          assert.equal(covered, expected.covered, name);
          assert.deepEqual(unordered(uncovered), unordered(expected.uncovered), name);
        });
      }
    });
  });

  withShared('corpora/rbac/rules-review.json', () => {
    test('the oracle lists rules as the review corpus expects', async () => {
      const cases = JSON.parse(readShared('corpora/rbac/rules-review.json')) as (Case & OracleSubject & { expectedRules: OracleRule[] })[];
      let index = 0;
      const lines = cases.map(({ objects, user, groups = [], namespace = '' }) => ({ ...policy(objects), rulesFor: [{ user, groups, namespace }] }));
      for await (const { rulesFor } of askOracle(lines)) {
        const { name, expectedRules } = cases[index++]!;
        assert.deepEqual(rulesFor.map(unordered), [unordered(expectedRules)], name);
      }
      assert.equal(index, cases.length);
    });
  });

  test('a grant is compared with what the subject holds in that namespace', async () => {
    const pods = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
    const line: OracleLine = {
      roles: [{ metadata: { name: 'reader', namespace: 'shop' }, rules: [pods] }],
      roleBindings: [{ metadata: { name: 'b', namespace: 'shop' }, roleRef: { kind: 'Role', name: 'reader' }, subjects: [{ kind: 'User', name: 'ann' }] }],
      escalation: [
        { user: 'ann', namespace: 'shop', rules: [pods] },
        { user: 'ann', namespace: 'shop', rules: [{ ...pods, verbs: ['*'] }] },
        { user: 'ann', namespace: 'bank', rules: [pods] },
        { user: 'ann', rules: [pods] },
        { user: 'bob', namespace: 'shop', rules: [] },
      ],
    };
    const answers = await all(askOracle([line]));
    assert.deepEqual(answers[0]?.escalation, [true, false, false, false, true]);
  });

  test('a misspelt field is an error, not a question that was not asked', async () => {
    await assert.rejects(all(askOracle([{ request: [] } as OracleLine])), /unknown field "request"/);
  });

  test('lines are taken no faster than answers are read, and breaking off ends the process', async () => {
    let taken = 0;
    const endless = function* (): Generator<OracleLine> {
      for (;;) {
        taken += 1;
        yield { requests: Array.from({ length: 1000 }, () => ({ user: 'ann', verb: 'get', resource: 'pods' })) };
      }
    };
    let read = 0;
    for await (const answer of askOracle(endless())) {
      assert.equal(answer.allowed.length, 1000);
      read += 1;
      if (read === 20) break;
    }
    await new Promise((done) => setTimeout(done, 200));
    const before = taken;
    await new Promise((done) => setTimeout(done, 200));
    assert.equal(taken, before);
  });

  test('a source of lines that throws is told to the reader', async () => {
    const failing = function* (): Generator<OracleLine> {
      yield {};
      throw new Error('no more ideas');
    };
    await assert.rejects(all(askOracle(failing())), /no more ideas/);
  });
});
