import type { Match, Right } from '../engines/rights.ts';
import type { RoleScope } from './role-scopes.ts';
import { hub } from './states.ts';

/** Modes of constrained impersonation that borrow the rights of somebody whom bindings name. */
export type LimitedMode = 'serviceaccount' | 'user-info';

/** What may be done in the name of who holds a role: only what the actor's own rule `impersonate-on:MODE:VERB` also names. */
export interface LimitedRole {
  readonly mode: LimitedMode;
  /** The actor's role that names verbs and resources. */
  readonly on: RoleScope;
  /** The role that is borrowed. */
  readonly held: RoleScope;
  readonly scope: RoleScope;
}

const modes: readonly LimitedMode[] = ['serviceaccount', 'user-info'];

/** Of every role with such verbs and every role that somebody holds. A star among the verbs stands beside `impersonate` itself, which borrows more. */
export function limitedRoles(roles: readonly RoleScope[]): readonly LimitedRole[] {
  const found: LimitedRole[] = [];
  for (const mode of modes) {
    const kind = mode === 'serviceaccount' ? 'ServiceAccount' : 'User';
    const prefix = `impersonate-on:${mode}:`;
    const limiting = roles.filter(({ grants }) => grants[0]?.rules.some(({ verbs }) => verbs.some((verb) => verb.startsWith(prefix))));
    if (limiting.length === 0) continue;
    const borrowed = roles.filter(({ grants }) => grants.some(({ holders }) => holders.some((holder) => holder.kind === kind)));
    for (const on of limiting) {
      for (const held of borrowed) {
        if (on.namespace !== null && held.namespace !== null && on.namespace !== held.namespace) continue;
        found.push({ mode, on, held, scope: limited(mode, on, held) });
      }
    }
  }
  return found;
}

function limited(mode: LimitedMode, on: RoleScope, held: RoleScope): RoleScope {
  const asked = new Map<Right, Right>();
  return {
    state: hub(`act-by/${mode}/${on.state}/${held.state}`, on.namespace ?? held.namespace), namespace: on.namespace ?? held.namespace, label: `${on.label} in the name of who holds ${held.label}`, grants: [], rules: undefined,
    match(right): Match | undefined {
      const wanted = asked.get(right) ?? { ...right, verb: `impersonate-on:${mode}:${right.verb}` };
      asked.set(right, wanted);
      const [own, other] = [on.match(wanted), held.match(right)];
      if (!own || !other) return undefined;
      const names = own.names.length === 0 ? other.names : other.names.length === 0 ? own.names : own.names.filter((name) => other.names.includes(name));
      return names.length === 0 && own.names.length + other.names.length > 0 ? undefined : { ...own, names };
    },
  };
}
