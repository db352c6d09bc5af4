import type { AttackContext } from './context.ts';
import { hub, type State } from './states.ts';
import type { Reason, Step } from './technique.ts';

/** What a right in one namespace or in all of them leads to, once for everybody who has it. */
export function* spread(what: string, context: AttackContext, targets: (namespace: string) => Iterable<State>, because?: (target: State) => Reason): Generator<Step> {
  const namespaces = new Set([...context.cluster.namespaces, ...context.accounts.keys()]);
  for (const namespace of namespaces) {
    const [state, all] = [hub(what, namespace), hub(what, null)];
    let used = false;
    for (const target of targets(namespace)) {
      used = true;
      yield { needs: [state], gives: target, free: true, ...(because ? { because: () => because(target) } : {}) };
    }
    if (used) yield { needs: [all], gives: state, free: true };
  }
}

/** Containers of the pods of that name: one pod of a workload that has several is not the attacker's choice of node. */
export function podsNamed(name: string, namespace: string | null, context: AttackContext): readonly State[] {
  const namespaces = namespace === null ? [...context.cluster.namespaces] : [namespace];
  return namespaces.flatMap((each) => context.containersOf(`${each}/${name}`)).map(({ workload, state, inside }) => (workload.running > 1 ? inside : state));
}
