import type { Cluster } from '../cluster/cluster.ts';
import { effectiveRules } from '../engines/access/aggregation.ts';
import { readRules, RuleLists } from '../engines/access/rule-lists.ts';
import type { KubernetesObject } from '../model/object.ts';
import { rbac, unboundScope } from './escalations.ts';
import { stateOf, type RoleScope } from './role-scopes.ts';

/** Every ClusterRole in the whole cluster and every Role in its namespace, bound or not: who may bind one gets its rights. */
export function withUnbound(bound: readonly RoleScope[], cluster: Cluster): readonly RoleScope[] {
  const known = new Set(bound.map(({ state }) => state));
  const aggregated = effectiveRules(cluster.of('ClusterRole', rbac));
  const lists = new RuleLists();
  const admin = cluster.find('ClusterRole', rbac, undefined, 'cluster-admin');
  const all: readonly (readonly [role: KubernetesObject, namespace: string | null])[] = [
    ...cluster.of('ClusterRole', rbac).map((role) => [role, null] as const),
    ...cluster.of('Role', rbac).map((role) => [role, cluster.ref(role).namespace ?? ''] as const),
    ...(admin ? [...cluster.namespaces].map((namespace) => [admin, namespace] as const) : []),
  ];
  const unbound = all.filter(([role, namespace]) => !known.has(stateOf({ role: cluster.ref(role), namespace })));
  return [...bound, ...unbound.map(([role, namespace]) => unboundScope(cluster, role, namespace, lists.of(aggregated.get(role) ?? readRules(role['rules'])).rules))];
}
