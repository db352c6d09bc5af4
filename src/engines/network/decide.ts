import type { Path, ObjectRef } from '../../model/object.ts';
import type { Family } from './address.ts';
import type { End, PodEnd } from './ends.ts';
import { empty, includes, intersect, subtract, union, type Intervals } from './intervals.ts';
import { isNodeLike, matchesPeers, type Reading } from './match.ts';
import type { Action, Direction, Policy, Rule, Tier } from './policy.ts';
import { everyPort, resolvePorts } from './ports.ts';

/** The policies that select one pod, each tier in its order. */
export interface Selecting {
  readonly admin: readonly Policy[];
  readonly namespace: readonly Policy[];
  readonly baseline: readonly Policy[];
}

/** A policy that had a say, with the rule of it where one matched: a policy that isolates and allows nothing here has none. */
export interface Decider {
  readonly policy: ObjectRef;
  readonly rule?: Path;
  readonly action: Action | 'isolate';
}

/** Why one end lets the connection through or not. */
export interface DirectionAnswer {
  readonly allowed: boolean;
  /** `default`: nothing spoke of it, which allows; `outside`: an address has no policy of its own; `host-network`: policies do not isolate the pod; `own-node`: they do not part it from its node. */
  readonly tier: Tier | 'default' | 'outside' | 'host-network' | 'own-node';
  readonly decidedBy: readonly Decider[];
}

/** One question: may this port be reached, seen from one of the two ends. */
export interface Asked {
  readonly direction: Direction;
  readonly self: End;
  readonly other: End;
  /** On the axis of all protocols. */
  readonly port: number;
  readonly family?: Family;
}

/** Decides one direction as Kubernetes does: admin tier, then NetworkPolicies, then baseline, then allow. */
export function decide(asked: Asked, selecting: Selecting, reading: Reading): DirectionAnswer {
  const { self } = asked;
  if (self.kind === 'address') return { allowed: true, tier: 'outside', decidedBy: [] };
  if (isNodeLike(self, reading)) return { allowed: true, tier: 'host-network', decidedBy: [] };
  const admin = firstMatch(selecting.admin, asked, reading);
  if (admin && admin.action !== 'pass') return { allowed: admin.action === 'allow', tier: 'admin', decidedBy: [admin] };
  const passed = admin ? [admin] : [];
  const isolating = selecting.namespace.filter((policy) => policy[asked.direction] !== undefined);
  if (isolating.length > 0) {
    const allowing = isolating.flatMap((policy) => deciders(policy, asked, reading));
    return { allowed: allowing.length > 0, tier: 'namespace', decidedBy: [...passed, ...(allowing.length > 0 ? allowing : isolating.map(({ ref }): Decider => ({ policy: ref, action: 'isolate' })))] };
  }
  const baseline = firstMatch(selecting.baseline, asked, reading);
  if (baseline) return { allowed: baseline.action !== 'deny', tier: 'baseline', decidedBy: [...passed, baseline] };
  return { allowed: true, tier: 'default', decidedBy: passed };
}

function firstMatch(policies: readonly Policy[], asked: Asked, reading: Reading): Decider | undefined {
  for (const policy of policies) {
    const [first] = deciders(policy, asked, reading);
    if (first) return first;
  }
  return undefined;
}

function deciders(policy: Policy, asked: Asked, reading: Reading): readonly Decider[] {
  const ports = portsOf(asked.direction === 'ingress' ? asked.self : asked.other);
  const found: Decider[] = [];
  for (const rule of policy[asked.direction] ?? []) {
    if (includes(resolvePorts(rule.ports, ports), asked.port) && matchesPeers(rule.peers, asked.other, reading, asked.family)) found.push({ policy: policy.ref, rule: rule.path, action: rule.action });
  }
  return found;
}

const noPorts: PodEnd['ports'] = [];

function portsOf(end: End): PodEnd['ports'] {
  return end.kind === 'pod' ? end.ports : noPorts;
}

/** What the tiers with an order say of every port of the destination, seen from one end. */
export interface OrderedPorts {
  readonly allow: Intervals;
  /** Left to the NetworkPolicies that isolate this end. */
  readonly onward: Intervals;
  /** All that gets through where none isolates it. */
  readonly otherwise: Intervals;
}

/** The admin and baseline tiers, every port at once. */
export function orderedPorts(direction: Direction, self: End, other: End, { admin, baseline }: Pick<Selecting, 'admin' | 'baseline'>, reading: Reading): OrderedPorts {
  if (self.kind === 'address' || isNodeLike(self, reading)) return { allow: everyPort, onward: empty, otherwise: everyPort };
  const portsHere = portsOfRules(direction, self, other, reading);
  const { allow, deny } = ordered(admin, direction, portsHere);
  const onward = subtract(everyPort, union(allow, deny));
  return { allow, onward, otherwise: union(allow, subtract(onward, ordered(baseline, direction, portsHere).deny)) };
}

/** Every port at once: the ports of the destination that this end lets through. */
export function allowedPorts(direction: Direction, self: End, other: End, selecting: Selecting, reading: Reading): Intervals {
  const { allow, onward, otherwise } = orderedPorts(direction, self, other, selecting, reading);
  const isolating = selecting.namespace.filter((policy) => policy[direction] !== undefined);
  if (isolating.length === 0) return otherwise;
  const portsHere = portsOfRules(direction, self, other, reading);
  const allowed = isolating.flatMap((policy) => policy[direction] ?? []).reduce((set, rule) => union(set, portsHere(rule)), empty);
  return union(allow, intersect(onward, allowed));
}

/** The ports of a rule that matches the other end. */
function portsOfRules(direction: Direction, self: End, other: End, reading: Reading): (rule: Rule) => Intervals {
  const destination = direction === 'ingress' ? self : other;
  return (rule) => (matchesPeers(rule.peers, other, reading) ? resolvePorts(rule.ports, portsOf(destination)) : empty);
}

/** Which ports the first matching rule allows and denies; what it passes is in neither. */
function ordered(policies: readonly Policy[], direction: Direction, portsHere: (rule: Rule) => Intervals): Readonly<Record<'allow' | 'deny', Intervals>> {
  const taken: Record<Action, Intervals> = { allow: empty, deny: empty, pass: empty };
  let open = everyPort;
  for (const policy of policies) {
    for (const rule of policy[direction] ?? []) {
      const now = intersect(open, portsHere(rule));
      if (now.length === 0) continue;
      taken[rule.action] = union(taken[rule.action], now);
      open = subtract(open, now);
    }
  }
  return taken;
}
