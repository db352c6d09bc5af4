import type { KubernetesObject } from '../../src/model/object.ts';
import type { PolicyRule } from '../../src/engines/access/index.ts';
import type { Choices } from './choices.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';

/** Small lists of words, so that questions and rules meet. The odd ones look like wildcards and are none. */
export interface Words {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly urls: readonly string[];
}

export const users: readonly string[] = ['ann', 'bob', 'cay', 'dan', 'system:serviceaccount:one:robot', 'system:serviceaccount:two:robot'];
export const teams: readonly string[] = ['team', 'system:serviceaccounts:one', 'system:unauthenticated'];
export const namespaces: readonly string[] = ['one', 'two'];

export const namespaceObjects: readonly KubernetesObject[] = namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));

/** Roles and bindings at random: all that the API server takes, with aggregation over its own and over built-in roles. */
export class RbacWorld {
  readonly #random: Choices;
  readonly #words: Words;
  constructor(random: Choices, words: Words) {
    this.#random = random;
    this.#words = words;
  }

  rule(urls = true): PolicyRule {
    const { verbs, groups, resources, names } = this.#words;
    if (urls && this.#random.chance(0.12)) return { verbs: this.#random.several(verbs, 2, 1), nonResourceURLs: this.#random.several(this.#words.urls, 2, 1) };
    const rule = { verbs: this.#random.several(verbs, 3, 1), apiGroups: this.#random.several(groups, 2, 1), resources: this.#random.several(resources, 3, 1) };
    return this.#random.chance(0.3) ? { ...rule, resourceNames: this.#random.several(names, 2, 1) } : rule;
  }

  rules(urls = true): readonly PolicyRule[] {
    return Array.from({ length: 1 + Math.floor(this.#random.next() * 3) }, () => this.rule(urls));
  }

  clusterRole(name: string, more: object = {}): KubernetesObject {
    return { apiVersion, kind: 'ClusterRole', metadata: { name, ...more }, rules: this.rules() };
  }

  role(name: string, namespace: string): KubernetesObject {
    return { apiVersion, kind: 'Role', metadata: { name, namespace }, rules: this.rules(false) };
  }

  clusterRoleBinding(name: string, roles: readonly string[]): KubernetesObject {
    return { apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: { apiGroup, kind: 'ClusterRole', name: this.#random.pick(roles) }, subjects: this.subjects() };
  }

  roleBinding(name: string, namespace: string, roles: readonly string[], own: readonly string[]): KubernetesObject {
    const inside = this.#random.chance(0.4);
    const roleRef = inside ? { apiGroup, kind: 'Role', name: this.#random.pick(own) } : { apiGroup, kind: 'ClusterRole', name: this.#random.pick(roles) };
    return { apiVersion, kind: 'RoleBinding', metadata: { name, namespace }, roleRef, subjects: this.subjects() };
  }

  subjects(): readonly object[] {
    return Array.from({ length: 1 + Math.floor(this.#random.next() * 2) }, () => this.#subject());
  }

  #subject(): object {
    const kind = this.#random.pick(['User', 'User', 'Group', 'ServiceAccount']);
    if (kind === 'ServiceAccount') return { kind, name: 'robot', namespace: this.#random.pick(namespaces) };
    return { kind, apiGroup, name: this.#random.pick(kind === 'User' ? users : teams) };
  }

  /** A whole policy of two namespaces. */
  objects(): readonly KubernetesObject[] {
    const labels = [{}, { labels: { tier: 'a' } }, { labels: { tier: 'b' } }, { labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } }, { labels: { tier: 'a', 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' } }];
    const clusterRoles = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map((name) => this.clusterRole(name, this.#random.pick(labels)));
    const aggregated = [
      { ...this.clusterRole('g1', { labels: { tier: 'b' } }), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { tier: 'a' } }] } },
      { ...this.clusterRole('g2'), aggregationRule: { clusterRoleSelectors: [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['b'] }] }, { matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } }] } },
    ];
    const roles = namespaces.flatMap((namespace) => ['r1', 'r2'].map((name) => this.role(name, namespace)));
    const bindable = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'g1', 'g2', 'view', 'edit', 'admin', 'gone'];
    const clusterRoleBindings = ['a1', 'a2', 'a3'].map((name) => this.clusterRoleBinding(name, bindable.slice(0, -3)));
    const roleBindings = namespaces.flatMap((namespace) => ['b1', 'b2', 'b3', 'b4'].map((name) => this.roleBinding(name, namespace, bindable, ['r1', 'r2', 'gone'])));
    return [...clusterRoles, ...aggregated, ...roles, ...clusterRoleBindings, ...roleBindings];
  }
}
