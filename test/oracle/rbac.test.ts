import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Authorizer, rulesCover, type PolicyRule } from '../../src/engines/access/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { Random } from '../support/random.ts';
import { skippable } from '../support/shared.ts';
import { askOracle, buildOracle, type OracleLine } from './build.ts';

const total = Number(process.env['GLACIS_ORACLE_REQUESTS'] ?? '200000');
const perPolicy = 200;
const coversPerPolicy = 10;

// Small alphabets, so that questions and rules meet; the odd words are those that look like wildcards and are none.
type Words = readonly [string, ...string[]];
const words: Readonly<Record<'verbs' | 'groups' | 'resources' | 'names' | 'urls' | 'namespaces' | 'users' | 'groupsOf', Words>> = {
  verbs: ['get', 'list', 'create', '*', 'get*', 'GET'], groups: ['', 'apps', '*', 'v1'], resources: ['pods', 'pods/exec', 'secrets', '*', '*/exec', 'pods/*', '*/*', 'deployments/scale'],
  names: ['a', 'b', '', '*'], urls: ['/api', '/api/*', '/healthz*', '*', '/*'], namespaces: ['one', 'two'], users: ['ann', 'bob', 'system:serviceaccount:one:sa'], groupsOf: ['team', 'system:authenticated'],
};

class Policies {
  readonly #random: Random;
  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  rule(): PolicyRule {
    if (this.#random.next() < 0.15) return { verbs: [this.#random.one(words.verbs)], nonResourceURLs: [this.#random.one(words.urls)] };
    return { verbs: [this.#random.one(words.verbs), ...this.#random.some(words.verbs, 1)], apiGroups: [this.#random.one(words.groups), ...this.#random.some(words.groups, 1)], resources: [this.#random.one(words.resources), ...this.#random.some(words.resources, 1)], resourceNames: this.#random.next() < 0.3 ? this.#random.some(words.names, 2) : [] };
  }

  line(): Omit<OracleLine, 'covers' | 'escalation'> & { readonly escalation: readonly { user: string; groups: string[]; namespace: string; rules: PolicyRule[] }[]; readonly objects: readonly KubernetesObject[]; readonly covers: readonly { owner: PolicyRule[]; requested: PolicyRule[] }[] } {
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const clusterRoles = ['r1', 'r2'].map((name) => ({ apiVersion, kind: 'ClusterRole', metadata: { name }, rules: [this.rule(), this.rule()] }));
    const roles = words.namespaces.map((namespace) => ({ apiVersion, kind: 'Role', metadata: { name: 'r1', namespace }, rules: [this.rule()] }));
    const clusterRoleBindings = ['b1', 'b2'].map((name) => ({ apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: this.#random.one(['r1', 'r2', 'gone']) }, subjects: [this.#subject(true)] }));
    const roleBindings = words.namespaces.map((namespace) => ({ apiVersion, kind: 'RoleBinding', metadata: { name: 'b1', namespace }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: this.#random.one(['Role', 'ClusterRole']), name: this.#random.one(['r1', 'r2']) }, subjects: [this.#subject(false), this.#subject(false)] }));
    const requests = Array.from({ length: perPolicy }, () => this.#request());
    const covers = Array.from({ length: coversPerPolicy }, () => ({ owner: [this.rule(), this.rule()], requested: [this.rule()] }));
    const escalation = Array.from({ length: coversPerPolicy }, () => ({ user: this.#random.one(words.users), groups: [...this.#random.some(words.groupsOf, 1)], namespace: this.#random.one([...words.namespaces, '']), rules: [this.rule()] }));
    return { roles, roleBindings, clusterRoles, clusterRoleBindings, requests, covers, escalation, objects: [...clusterRoles, ...roles, ...clusterRoleBindings, ...roleBindings] };
  }

  #subject(cluster: boolean): Record<string, string> {
    const kind = this.#random.one(['User', 'Group', 'ServiceAccount']);
    if (kind === 'ServiceAccount') return { kind, name: 'sa', ...(cluster || this.#random.next() < 0.5 ? { namespace: 'one' } : {}) };
    return { kind, apiGroup: 'rbac.authorization.k8s.io', name: this.#random.one(kind === 'User' ? words.users : words.groupsOf) };
  }

  #request(): Record<string, unknown> & { user: string; groups: string[]; verb: string } {
    const asked = { user: this.#random.one(words.users), groups: [...this.#random.some(words.groupsOf, 1)], verb: this.#random.one(words.verbs) };
    if (this.#random.next() < 0.15) return { ...asked, path: this.#random.one(['/api', '/api/v1', '/healthz', '/healthzx', '']) };
    const [resource = '', subresource = ''] = this.#random.one(words.resources).split('/');
    return { ...asked, apiGroup: this.#random.one(words.groups), resource, subresource, namespace: this.#random.one([...words.namespaces, '']), name: this.#random.one(words.names) };
  }
}

function ours(authorizer: Authorizer, request: Record<string, unknown>): boolean {
  const { user, groups, verb, path, apiGroup, ...rest } = request as { user: string; groups: string[]; verb: string; path?: string; apiGroup?: string };
  const asked = path === undefined ? { resourceAttributes: { verb, group: apiGroup ?? '', ...rest } } : { nonResourceAttributes: { path, verb } };
  return authorizer.authorize({ user, groups, ...asked }).allowed;
}

const binary = await buildOracle();
skippable('Go is not installed: the RBAC oracle cannot be built', binary !== undefined, () => {
  const seed = 20261124;
  test(`${total} random requests are answered as Kubernetes' own RBAC does (seed ${seed})`, { timeout: 1_800_000 }, async () => {
    const policies = new Policies(seed);
    const kept: ReturnType<Policies['line']>[] = [];
    let at = 0;
    const lines = function* (): Iterable<OracleLine> {
      for (let asked = 0; asked < total; asked += perPolicy) {
        const line = policies.line();
        kept.push(line);
        const { objects: _, ...asked } = line;
        yield asked;
      }
    };
    let allowed = 0;
    for await (const answer of askOracle(lines(), binary)) {
      // The oracle keeps the order, so the oldest policy that waits is the one answered.
      const line = kept.shift();
      assert.ok(line);
      at++;
      const authorizer = Authorizer.from(line.objects);
      const requests = line.requests ?? [];
      const mine = requests.map((request) => ours(authorizer, { ...request }));
      allowed += mine.filter(Boolean).length;
      assert.deepEqual(mine, answer.allowed, JSON.stringify(line.objects));
      assert.deepEqual(line.covers.map(({ owner, requested }) => rulesCover(owner, requested).covered), (answer.covers ?? []).map(({ covered }) => covered));
      assert.deepEqual(line.escalation.map(({ user, groups, namespace, rules }) => rulesCover(authorizer.rulesFor(user, groups, namespace), rules).covered), answer.escalation, JSON.stringify(line.objects));
    }
    assert.equal(at, Math.ceil(total / perPolicy));
    assert.ok(allowed > total / 100 && allowed < total, `${allowed} of ${total} allowed: the generator asks nothing worth asking`);
  });
});
