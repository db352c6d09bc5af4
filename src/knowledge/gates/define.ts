import { firstMinor, lastMinor } from '../flags/define.ts';

/** The component that asks the gate. Each has its own gates; kubelet and kube-proxy are judged per node. */
export type GateComponent = 'kube-apiserver' | 'kubelet' | 'kube-controller-manager' | 'kube-scheduler' | 'kube-proxy';

/**
 * One feature gate. Numbers are minors of Kubernetes 1. A gate that is no longer in the list behaves as its last default;
 * vendor builds can turn gates, so a default is what a vanilla build does where nothing else is shown.
 */
export interface Gate {
  readonly name: string;
  readonly components: readonly GateComponent[];
  /** What becomes possible or stops, and what that means for an attacker. */
  readonly effect: string;
  readonly alpha?: number;
  readonly beta?: number;
  readonly stable?: number;
  readonly deprecated?: number;
  /** From this minor on by default; 0 where it was so before there was a gate. Absent: off at every minor. */
  readonly on?: number;
  /** From this minor off by default again: the gate takes something away. */
  readonly off?: number;
  /** From this minor the default cannot be changed. */
  readonly locked?: number;
  /** First minor whose list no longer has it. */
  readonly gone?: number;
}

/** Whether the gate is on by default at that minor. */
export function onAt(gate: Gate, minor: number): boolean {
  return gate.on !== undefined && gate.on <= minor && (gate.off === undefined || minor < gate.off);
}

/** As `onAt`; without a minor undefined where those that the tables were read for differ. */
export function gateDefault(gate: Gate, minor?: number): boolean | undefined {
  if (minor !== undefined) return onAt(gate, minor);
  const first = onAt(gate, firstMinor);
  return first === onAt(gate, lastMinor) ? first : undefined;
}

/** Whether `--feature-gates` can turn it at that minor: it is known there and not locked. */
export function settableAt(gate: Gate, minor: number): boolean {
  const born = Math.min(gate.alpha ?? Infinity, gate.beta ?? Infinity, gate.stable ?? Infinity, gate.deprecated ?? Infinity);
  return born <= minor && minor < (gate.locked ?? Infinity) && minor < (gate.gone ?? Infinity);
}
