import type { Cluster } from '../cluster/cluster.ts';
import { evidence } from '../model/evidence.ts';
import { refLabel, valueAt, type KubernetesObject } from '../model/object.ts';
import type { Authorizer, PolicyRule } from '../engines/access/index.ts';
import { groupsOf, mastersGroup, serviceAccountUser, type Actor } from '../engines/access/subjects.ts';
import { findRight } from '../engines/right-match.ts';
import { everything, impliedGroups, type Holder, type Right, type Rights } from '../engines/rights.ts';
import { stateOf, type RoleScope } from './role-scopes.ts';

export const rbac = 'rbac.authorization.k8s.io';

/** Somebody as the API server sees them. The members of a group have names that nobody knows. */
export function actorOf(holder: Holder): Actor {
  const { kind, name, namespace = '' } = holder;
  if (kind === 'ServiceAccount') return { user: serviceAccountUser(namespace, name), groups: groupsOf(serviceAccountUser(namespace, name)) };
  if (kind === 'User') return { user: name, groups: groupsOf(name) };
  return { user: 'a member of a group', groups: [name, ...impliedGroups(holder).map((group) => group.name)] };
}

/** Whether somebody may do that, named or not, by all their bindings together. */
export function may(authorizer: Authorizer, holder: Holder, verb: string, resource: string, { name = '', namespace = '', group = rbac, subresource = '' }: { readonly name?: string; readonly namespace?: string; readonly group?: string; readonly subresource?: string } = {}): boolean {
  return authorizer.authorize({ ...actorOf(holder), resourceAttributes: { verb, group, resource, subresource, name, namespace } }).allowed;
}

/** A binding that would give a role. */
export function bindingTo(kind: 'Role' | 'ClusterRole', name: string, namespace: string | null): KubernetesObject {
  return {
    apiVersion: `${rbac}/v1`, kind: namespace === null ? 'ClusterRoleBinding' : 'RoleBinding', metadata: { name: 'a', ...(namespace === null ? {} : { namespace }) },
    roleRef: { apiGroup: rbac, kind, name }, subjects: [{ kind: 'User', apiGroup: rbac, name: 'a' }],
  };
}

/** A role where nobody holds it yet, so that a binding to it can be followed. @param rules aggregation computed */
export function unboundScope(cluster: Cluster, role: KubernetesObject, namespace: string | null, rules: readonly PolicyRule[]): RoleScope {
  return {
    state: stateOf({ role: cluster.ref(role), namespace }), namespace, label: refLabel(cluster.ref(role)), grants: [], rules,
    match: (right) => {
      const found = findRight(rules, right, namespace !== null);
      if (!found) return undefined;
      const path = ['rules', found.ruleIndex];
      return { ...found, rule: rules[found.ruleIndex] ?? { verbs: [] }, chain: [cluster.ref(role)], editable: cluster.ref(role), evidence: evidence(cluster.ref(role), path, valueAt(role, path)) };
    },
  };
}

/** Whether somebody holds the verb bind for some role there: without it nothing is gained that is not held already. */
export function mayBindAny(holder: Holder, namespace: string | null, { rights }: { readonly rights: Rights }): boolean {
  return ['clusterroles', 'roles'].some((resource) => rights.held(holder, bindRights[resource] ?? everything, namespace === null ? 'cluster' : { namespace }) !== undefined);
}

// One object for each: what was matched is remembered by it.
const bindRights: Readonly<Record<string, Right>> = { clusterroles: { verb: 'bind', group: rbac, resource: 'clusterroles' }, roles: { verb: 'bind', group: rbac, resource: 'roles' } };

/** Is the group the one that every check lets pass? Nobody needs a right for what it may do already. */
export function isMasters({ kind, name }: Holder): boolean {
  return kind === 'Group' && name === mastersGroup;
}
