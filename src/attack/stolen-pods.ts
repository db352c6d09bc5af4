import type { AttackContext } from './context.ts';
import type { ContainerPlace } from './places.ts';
import { hub, type State } from './states.ts';
import type { Step } from './technique.ts';

/** Root on some node, which is then the attacker's choice of place for pods. */
export const ownsANode: State = hub('own-a-node', null);

/** A controller makes it again when it is gone, on a node that the scheduler chooses: not a bare pod, and not one for every node. */
export function isMovable({ workload: { ref, mirror } }: ContainerPlace): boolean {
  return !mirror && ref.kind !== 'Pod' && ref.kind !== 'DaemonSet';
}

/** Whoever owns the node that pods are brought to is in them. */
export function* stolenPods(context: AttackContext): Generator<Step> {
  for (const { state } of context.nodes) yield { needs: [state], gives: ownsANode, free: true };
  for (const namespace of context.cluster.namespaces) {
    const places = context.containersIn(namespace).filter(isMovable);
    if (places.length === 0) continue;
    yield { needs: [hub('steal-pods', null)], gives: hub('steal-pods', namespace), free: true };
    for (const { inside, workload } of places) yield { needs: [hub('steal-pods', namespace)], gives: inside, free: true, because: () => ({ text: `${workload.ref.kind} ${workload.ref.name} makes its pods again`, evidence: [] }) };
  }
}
