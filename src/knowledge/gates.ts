import { controlPlaneGates } from './gates/control-plane.ts';
import type { Gate } from './gates/define.ts';
import { identityGates } from './gates/identity-and-network.ts';
import { podGates } from './gates/pods.ts';

export { type Gate, type GateComponent, gateDefault, onAt, settableAt } from './gates/define.ts';

/**
 * Feature gates that change what an attacker can do, sorted by name. Source: the gate lists and their callers in
 * k8s.io/kubernetes 1.26.15 to 1.37.2.
 */
export const gates: readonly Gate[] = [...podGates, ...controlPlaneGates, ...identityGates].toSorted((a, b) => (a.name < b.name ? -1 : 1));

const byName: ReadonlyMap<string, Gate> = new Map(gates.map((gate) => [gate.name, gate]));

export function gateNamed(name: string): Gate | undefined {
  return byName.get(name);
}
