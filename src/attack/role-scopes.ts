import { refLabel } from '../model/object.ts';
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
  match(right: Right): Match | undefined;
}

/** Bindings of one role in one place are one scope. */
export function roleScopes(grants: readonly GrantSubject[]): readonly RoleScope[] {
  const byState = Map.groupBy(grants, stateOf);
  return [...byState].flatMap(([state, list]) => {
    const [first] = list;
    return first ? [{ state, namespace: first.namespace, label: refLabel(first.role), grants: list, match: (right: Right) => first.match(right) }] : [];
  });
}

export function stateOf({ role, namespace }: GrantSubject): State {
  if (role.kind !== 'ClusterRole') return `role:${namespace ?? ''}/${role.name}`;
  return namespace === null ? `clusterrole:${role.name}` : `clusterrole:${role.name}@${namespace}`;
}
