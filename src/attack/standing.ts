import type { Gate } from '../engines/admission/index.ts';
import type { AttackContext } from './context.ts';
import { guardOf, openOf } from './guards.ts';
import type { State } from './states.ts';

/** A guard before the pods of one namespace. */
export interface Standing {
  readonly gate: Gate;
  readonly namespace: string;
  readonly guard: State;
  readonly open: State;
}

/** Every guard that stands before a pod of an attacker's making, once for each namespace. */
export function standing({ guards, cluster, accounts }: AttackContext): readonly Standing[] {
  const namespaces = [...new Set([...cluster.namespaces, ...accounts.keys()])];
  return namespaces.flatMap((name) => {
    const once = new Map<State, Standing>();
    for (const gate of [...guards.modest(name).gates, ...guards.escaping(name).gates]) {
      const [guard, open] = [guardOf(gate, name), openOf(gate, name)];
      if (guard !== undefined && open !== undefined && gate.kind !== 'pod-security') once.set(open, { gate, namespace: name, guard, open });
    }
    return [...once.values()];
  });
}
