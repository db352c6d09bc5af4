import { refLabel } from '../model/object.ts';
import type { PolicyRule } from '../engines/access/index.ts';
import type { GrantSubject, Match, Right } from '../engines/rights.ts';
import type { State } from './states.ts';

/** A role as it is bound somewhere: the same rights for everybody who holds it there. */
export interface RoleScope {
  readonly state: State;
  /** Null for the whole cluster. */
  readonly namespace: string | null;
  /** `ClusterRole reader`. */
  readonly label: string;
  readonly grants: readonly GrantSubject[];
  /** Scopes with one list here and both or neither in a namespace hold the same rights. Undefined where the rights are worked out otherwise. */
  readonly rules: readonly PolicyRule[] | undefined;
  match(right: Right): Match | undefined;
}

/** Bindings of one role in one place are one scope. */
export function roleScopes(grants: readonly GrantSubject[]): readonly RoleScope[] {
  const byState = Map.groupBy(grants, stateOf);
  return [...byState].flatMap(([state, list]) => {
    const [first] = list;
    return first ? [{ state, namespace: first.namespace, label: refLabel(first.role), grants: list, rules: first.rules, match: (right: Right) => first.match(right) }] : [];
  });
}

/** Scopes that hold the same rights: what one does not give, none does. */
export function alike(scopes: readonly RoleScope[]): readonly (readonly RoleScope[])[] {
  const groups = Map.groupBy(scopes, ({ rules, namespace }) => (namespace === null ? 'cluster' : 'namespace') + (rules === undefined ? '' : ' known'));
  return [...groups].flatMap(([key, list]) => (key.endsWith('known') ? [...Map.groupBy(list, ({ rules }) => rules).values()] : list.map((scope) => [scope])));
}

export function stateOf({ role, namespace }: Pick<GrantSubject, 'role' | 'namespace'>): State {
  if (role.kind !== 'ClusterRole') return `role:${namespace ?? ''}/${role.name}`;
  return namespace === null ? `clusterrole:${role.name}` : `clusterrole:${role.name}@${namespace}`;
}
