import { fields, textMap } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { selects } from './label-selector.ts';
import { readRules, ruleKey } from './rule-lists.ts';
import type { PolicyRule } from './rules.ts';

interface Role {
  readonly object: KubernetesObject;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selectors: readonly unknown[] | undefined;
  readonly stored: readonly PolicyRule[];
}

/**
 * The rules that the aggregation controller would write into a ClusterRole once everything has settled: selector by
 * selector the rules of all other ClusterRoles it selects, by name, repeats left out. Its own stored rules are lost. Roles
 * it selects that are aggregated themselves count with their computed rules. Without an aggregationRule, or with a selector
 * that Kubernetes refuses, the stored rules stay.
 */
export function aggregatedRules(clusterRole: KubernetesObject, clusterRoles: Iterable<KubernetesObject>): readonly PolicyRule[] {
  const name = clusterRole.metadata?.name;
  const others = [...clusterRoles].filter((other) => other.metadata?.name !== name);
  return effectiveRules([...others, clusterRole]).get(clusterRole) ?? [];
}

/** The effective rules of every ClusterRole given. Names are taken to be unique. */
export function effectiveRules(clusterRoles: Iterable<KubernetesObject>): ReadonlyMap<KubernetesObject, readonly PolicyRule[]> {
  const roles = [...clusterRoles].map(roleOf).toSorted((a, b) => byteOrder(a.name, b.name));
  const rules = new Map<KubernetesObject, readonly PolicyRule[]>();
  const chosen = new Map<Role, readonly (readonly Role[])[]>();
  for (const role of roles) {
    const selected = role.selectors && selectedBy(role, role.selectors, roles);
    if (selected) chosen.set(role, selected);
    rules.set(role.object, selected ? [] : role.stored);
  }
  settle(chosen, rules);
  return rules;
}

/** Aggregated roles start empty and grow. A chain of n roles has settled after n rounds; rings hold the same set then. */
function settle(chosen: ReadonlyMap<Role, readonly (readonly Role[])[]>, rules: Map<KubernetesObject, readonly PolicyRule[]>): void {
  for (let round = 0, changed = true; changed && round <= chosen.size; round++) {
    changed = false;
    for (const [role, selected] of chosen) {
      const before = rules.get(role.object) ?? [];
      const after = union(selected.flat().map((other) => rules.get(other.object) ?? []));
      if (sameRules(before, after)) continue;
      rules.set(role.object, after);
      changed = true;
    }
  }
}

function selectedBy(role: Role, selectors: readonly unknown[], roles: readonly Role[]): readonly (readonly Role[])[] | undefined {
  if (selectors.some((selector) => selects(selector, {}) === undefined)) return undefined;
  const selected = selectors.map((selector) => roles.filter((other) => other !== role && selects(selector, other.labels)));
  // A role read from a cluster without any of the roles it selects: what it selects was not given, what the API server
  // stored is the truth.
  const live = role.object.metadata?.uid !== undefined;
  return live && selected.every((list) => list.length === 0) ? undefined : selected;
}

function union(lists: readonly (readonly PolicyRule[])[]): readonly PolicyRule[] {
  const seen = new Map<string, PolicyRule>();
  for (const rule of lists.flat()) {
    const key = ruleKey(rule);
    if (!seen.has(key)) seen.set(key, rule);
  }
  return [...seen.values()];
}

function sameRules(a: readonly PolicyRule[], b: readonly PolicyRule[]): boolean {
  return a.length === b.length && a.every((rule, index) => rule === b[index]);
}

function roleOf(object: KubernetesObject): Role {
  const aggregation = fields(object['aggregationRule']);
  const selectors = aggregation?.['clusterRoleSelectors'];
  return {
    object,
    name: String(object.metadata?.name ?? ''),
    labels: textMap(object.metadata?.labels),
    selectors: aggregation && (Array.isArray(selectors) ? selectors : []),
    stored: readRules(object['rules']),
  };
}

// Go sorts by bytes, which is the order of code points, not of UTF-16 units; names of roles are ASCII in practice.
function byteOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
