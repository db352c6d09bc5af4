import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Authorizer, rulesCover, type PolicyRule } from '../../src/engines/access/index.ts';
import type { KubernetesObject } from '../../src/model/object.ts';
import { skippable } from '../support/shared.ts';
import { askOracle, buildOracle, type OracleLine } from './build.ts';

const total = Number(process.env['GLACIS_ORACLE_REQUESTS'] ?? '200000');
const perPolicy = 200;
const coversPerPolicy = 10;

/** A small generator of repeatable numbers (mulberry32); the seed is in the test's name. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// Small alphabets, so that questions and rules meet; the odd words are those that look like wildcards and are none.
const words = {
  verbs: ['get', 'list', 'create', '*', 'get*', 'GET'], groups: ['', 'apps', '*', 'v1'], resources: ['pods', 'pods/exec', 'secrets', '*', '*/exec', 'pods/*', '*/*', 'deployments/scale'],
  names: ['a', 'b', '', '*'], urls: ['/api', '/api/*', '/healthz*', '*', '/*'], namespaces: ['one', 'two'], users: ['ann', 'bob', 'system:serviceaccount:one:sa'], groupsOf: ['team', 'system:authenticated'],
};

class Policies {
  readonly #next: () => number;
  constructor(seed: number) {
    this.#next = random(seed);
  }

  #one<T>(list: readonly T[]): T {
    return list[Math.floor(this.#next() * list.length)] as T;
  }

  #some<T>(list: readonly T[], most: number): T[] {
    return Array.from({ length: Math.floor(this.#next() * (most + 1)) }, () => this.#one(list));
  }

  rule(): PolicyRule {
    if (this.#next() < 0.15) return { verbs: [this.#one(words.verbs)], nonResourceURLs: [this.#one(words.urls)] };
    return { verbs: [this.#one(words.verbs), ...this.#some(words.verbs, 1)], apiGroups: [this.#one(words.groups), ...this.#some(words.groups, 1)], resources: [this.#one(words.resources), ...this.#some(words.resources, 1)], resourceNames: this.#next() < 0.3 ? this.#some(words.names, 2) : [] };
  }

  line(): Omit<OracleLine, 'covers' | 'escalation'> & { readonly escalation: readonly { user: string; groups: string[]; namespace: string; rules: PolicyRule[] }[]; readonly objects: readonly KubernetesObject[]; readonly covers: readonly { owner: PolicyRule[]; requested: PolicyRule[] }[] } {
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const clusterRoles = ['r1', 'r2'].map((name) => ({ apiVersion, kind: 'ClusterRole', metadata: { name }, rules: [this.rule(), this.rule()] }));
    const roles = words.namespaces.map((namespace) => ({ apiVersion, kind: 'Role', metadata: { name: 'r1', namespace }, rules: [this.rule()] }));
    const clusterRoleBindings = ['b1', 'b2'].map((name) => ({ apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: this.#one(['r1', 'r2', 'gone']) }, subjects: [this.#subject(true)] }));
    const roleBindings = words.namespaces.map((namespace) => ({ apiVersion, kind: 'RoleBinding', metadata: { name: 'b1', namespace }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: this.#one(['Role', 'ClusterRole']), name: this.#one(['r1', 'r2']) }, subjects: [this.#subject(false), this.#subject(false)] }));
    const requests = Array.from({ length: perPolicy }, () => this.#request());
    const covers = Array.from({ length: coversPerPolicy }, () => ({ owner: [this.rule(), this.rule()], requested: [this.rule()] }));
    const escalation = Array.from({ length: coversPerPolicy }, () => ({ user: this.#one(words.users), groups: this.#some(words.groupsOf, 1), namespace: this.#one([...words.namespaces, '']), rules: [this.rule()] }));
    return { roles, roleBindings, clusterRoles, clusterRoleBindings, requests, covers, escalation, objects: [...clusterRoles, ...roles, ...clusterRoleBindings, ...roleBindings] };
  }

  #subject(cluster: boolean): Record<string, string> {
    const kind = this.#one(['User', 'Group', 'ServiceAccount']);
    if (kind === 'ServiceAccount') return { kind, name: 'sa', ...(cluster || this.#next() < 0.5 ? { namespace: 'one' } : {}) };
    return { kind, apiGroup: 'rbac.authorization.k8s.io', name: this.#one(kind === 'User' ? words.users : words.groupsOf) };
  }

  #request(): Record<string, unknown> & { user: string; groups: string[]; verb: string } {
    const asked = { user: this.#one(words.users), groups: this.#some(words.groupsOf, 1), verb: this.#one(words.verbs) };
    if (this.#next() < 0.15) return { ...asked, path: this.#one(['/api', '/api/v1', '/healthz', '/healthzx', '']) };
    const [resource = '', subresource = ''] = this.#one(words.resources).split('/');
    return { ...asked, apiGroup: this.#one(words.groups), resource, subresource, namespace: this.#one([...words.namespaces, '']), name: this.#one(words.names) };
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
