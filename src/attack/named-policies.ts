import { rightsTo } from './right-technique.ts';
import type { AttackContext } from './context.ts';
import { openState, type State } from './states.ts';

const group = 'networking.k8s.io';
const known = new WeakMap<AttackContext, ReadonlyMap<string, ReadonlySet<string>>>();

/** Names of the NetworkPolicies of each namespace that somebody may delete by their names alone. Most clusters have none: rights on policies name none. */
export function deletablePolicies(context: AttackContext): ReadonlyMap<string, ReadonlySet<string>> {
  let found = known.get(context);
  if (!found) known.set(context, (found = deletableIn(context)));
  return found;
}

function deletableIn(context: AttackContext): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const rights = rightsTo(['delete'], group, 'networkpolicies');
  const [right] = rights;
  if (!right || context.cluster.given('NetworkPolicy', group).length === 0) return found;
  for (const scope of context.rolesGiving(rights).flat()) {
    for (const name of scope.match(right)?.names ?? []) {
      for (const namespace of policiesNamed(name, scope.namespace, context)) found.set(namespace, (found.get(namespace) ?? new Set()).add(name));
    }
  }
  return found;
}

/** The namespaces that have a policy of that name. @param where null for all of them */
export function policiesNamed(name: string, where: string | null, { cluster }: AttackContext): readonly string[] {
  if (where !== null) return cluster.find('NetworkPolicy', group, where, name) ? [where] : [];
  return cluster.given('NetworkPolicy', group).filter(({ metadata }) => metadata.name === name).map((policy) => cluster.ref(policy).namespace ?? '');
}

/** These policies of a namespace are gone. What others of it forbid stays. */
export function withoutState(namespace: string, names: readonly string[]): State {
  return openState('network-policy', `${namespace}/${names.join('+')}`);
}
