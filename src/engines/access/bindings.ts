import { fields, text } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { effectiveRules } from './aggregation.ts';
import { nameOf, namespaceOf, scopedKey, type AccessObjects } from './objects.ts';
import { RuleLists, type RuleList } from './rule-lists.ts';
import { serviceAccountUser, subjectsOf, type BoundSubject, type Subject } from './subjects.ts';

export interface RoleRef {
  readonly kind: string;
  readonly name: string;
  readonly apiGroup: string;
}

/** A binding with what it refers to. */
export interface Binding {
  /** Position in the order in which bindings are asked, within its scope. */
  readonly ordinal: number;
  readonly object: KubernetesObject;
  readonly name: string;
  /** Null for a ClusterRoleBinding; empty where a RoleBinding does not say. */
  readonly namespace: string | null;
  readonly roleRef: RoleRef;
  readonly subjects: readonly BoundSubject[];
  /** Undefined where the role was not found. */
  readonly role?: KubernetesObject;
  readonly list?: RuleList;
}

/** A binding as found by one of its subjects, the first of that name. */
export interface Entry {
  readonly binding: Binding;
  readonly subject: BoundSubject;
}

/** The bindings of one scope by whom they name. Lists are in binding order. */
export interface SubjectIndex {
  readonly users: ReadonlyMap<string, readonly Entry[]>;
  readonly groups: ReadonlyMap<string, readonly Entry[]>;
}

/** All bindings, by subject and namespace, and the roles by name. */
export interface Bindings {
  readonly cluster: SubjectIndex;
  readonly namespaced: ReadonlyMap<string, SubjectIndex>;
  readonly clusterBindings: readonly Binding[];
  readonly namespaceBindings: ReadonlyMap<string, readonly Binding[]>;
  /** What a role reference means in a namespace, null for a ClusterRoleBinding. */
  resolve(roleRef: RoleRef, namespace: string | null): { readonly role: KubernetesObject; readonly list: RuleList } | undefined;
}

const rbacGroup = 'rbac.authorization.k8s.io';

export function bindingsOf(objects: AccessObjects): Bindings {
  const resolve = resolver(objects);
  const bind = (object: KubernetesObject, ordinal: number, namespace: string | null): Binding => {
    const roleRef = roleRefOf(object);
    const found = resolve(roleRef, namespace);
    return { ordinal, object, name: nameOf(object), namespace, roleRef, subjects: subjectsOf(object, namespace), ...found };
  };
  const clusterBindings = objects.clusterRoleBindings.map((object, ordinal) => bind(object, ordinal, null));
  const roleBindings = objects.roleBindings.map((object, ordinal) => bind(object, ordinal, namespaceOf(object)));
  const namespaceBindings = Map.groupBy(roleBindings, (binding) => binding.namespace ?? '');
  return {
    cluster: indexBySubject(clusterBindings),
    namespaced: new Map([...namespaceBindings].map(([namespace, list]) => [namespace, indexBySubject(list)])),
    clusterBindings,
    namespaceBindings,
    resolve,
  };
}

/** The role reference of a binding. A missing API group is RBAC's own, as the API server fills it in. */
export function roleRefOf(binding: KubernetesObject): RoleRef {
  const raw = fields(binding['roleRef']) ?? {};
  const apiGroup = text(raw['apiGroup']) ?? '';
  return { kind: text(raw['kind']) ?? '', name: text(raw['name']) ?? '', apiGroup: apiGroup === '' ? rbacGroup : apiGroup };
}

/** RBAC looks at kind and name only; the API group of a reference is checked when it is written. */
function resolver({ roles, clusterRoles }: AccessObjects): Bindings['resolve'] {
  const lists = new RuleLists();
  const aggregated = effectiveRules(clusterRoles.values());
  const known = new Map<KubernetesObject, RuleList>();
  return (roleRef, namespace) => {
    const role = roleOf(roleRef, namespace);
    if (!role) return undefined;
    let list = known.get(role);
    if (!list) {
      list = roleRef.kind === 'ClusterRole' ? lists.of(aggregated.get(role) ?? []) : lists.read(role['rules']);
      known.set(role, list);
    }
    return { role, list };
  };

  function roleOf({ kind, name }: RoleRef, namespace: string | null): KubernetesObject | undefined {
    if (kind === 'ClusterRole') return clusterRoles.get(name);
    return kind === 'Role' && namespace !== null ? roles.get(scopedKey(namespace, name)) : undefined;
  }
}

function indexBySubject(bindings: readonly Binding[]): SubjectIndex {
  const users = new Map<string, Entry[]>();
  const groups = new Map<string, Entry[]>();
  for (const binding of bindings) {
    for (const subject of binding.subjects) {
      const { written } = subject;
      const map = written.kind === 'Group' ? groups : users;
      const key = userOrGroup(written);
      const list = map.get(key);
      if (!list) map.set(key, [{ binding, subject }]);
      else if (list.at(-1)?.binding !== binding) list.push({ binding, subject });
    }
  }
  return { users, groups };
}

/** The user or group name by which a request is recognised. */
export function userOrGroup(subject: Subject): string {
  return subject.kind === 'ServiceAccount' ? serviceAccountUser(subject.namespace ?? '', subject.name) : subject.name;
}
