import type { AttackContext } from './context.ts';
import { accountState, hub, type State } from './states.ts';
import type { Reason, Step } from './technique.ts';

/** What a right in one namespace or in all of them leads to, once for everybody who has it. */
export function* spread(what: string, context: AttackContext, targets: (namespace: string) => readonly State[], because?: (target: State) => Reason): Generator<Step> {
  for (const namespace of namespacesOf(context)) {
    const [state, all] = [hub(what, namespace), hub(what, null)];
    const gives = targets(namespace);
    if (gives.length === 0) continue;
    yield { needs: [state], gives, free: true, ...(because ? { because: (index) => because(gives[index] ?? '') } : {}) };
    yield { needs: [all], gives: state, free: true };
  }
}

/** What many rights give all of in a namespace. They meet in one hub, so that each member is spelled out once and not once for each right. */
export type Members = 'containers' | 'accounts' | 'secrets';

const membersOf: Readonly<Record<Members, (namespace: string, context: AttackContext) => readonly State[]>> = {
  containers: (namespace, context) => context.statesIn(namespace),
  accounts: (namespace, { accounts }) => Array.from(accounts.get(namespace) ?? [], (name) => accountState(namespace, name)),
  secrets: (namespace, context) => context.secretsIn(namespace).map(({ state }) => state),
};

/** A right leads to all of them in its namespace. */
export function spreadToAll(what: string, context: AttackContext, members: Members): Generator<Step> {
  return spread(what, context, (namespace) => (membersOf[members](namespace, context).length > 0 ? [allOf(members, namespace)] : []));
}

/** Whoever has this has all of them in that namespace. */
export function allOf(members: Members, namespace: string): State {
  return hub(`all-${members}`, namespace);
}

/** The members, spelled out. */
export function* spelledOut(context: AttackContext): Generator<Step> {
  for (const members of ['containers', 'accounts', 'secrets'] as const) {
    for (const namespace of namespacesOf(context)) {
      const gives = membersOf[members](namespace, context);
      if (gives.length > 0) yield { needs: [allOf(members, namespace)], gives, free: true };
    }
  }
}

function namespacesOf({ cluster, accounts }: AttackContext): ReadonlySet<string> {
  return new Set([...cluster.namespaces, ...accounts.keys()]);
}

/** Containers of the pods of that name: one pod of a workload that has several is not the attacker's choice of node. */
export function podsNamed(name: string, namespace: string | null, context: AttackContext): readonly State[] {
  const namespaces = namespace === null ? [...context.cluster.namespaces] : [namespace];
  return namespaces.flatMap((each) => context.containersOf(`${each}/${name}`)).map(({ workload, state, inside }) => (workload.running > 1 ? inside : state));
}
