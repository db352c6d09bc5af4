import { allowedPorts, decide, type Decider } from './decide.ts';
import type { AddressEnd, End, PodEnd } from './ends.ts';
import { empty, includes, same, type Intervals } from './intervals.ts';
import { usualReading } from './match.ts';
import { everyPort, portsOf } from './ports.ts';
import type { Direction } from './policy.ts';
import type { Governing, Network } from './index.ts';

/** What policies make of a pod in one direction, whoever is at the other end. */
export interface Isolation {
  /** Whether a NetworkPolicy isolates it, or an administrator's policy denies strangers everything. */
  readonly isolated: boolean;
  /** Isolated, and all the same open to any pod and any address on every port. */
  readonly openAgain: boolean;
  /** Who isolates it, or who opens it again. */
  readonly deciders: readonly Decider[];
  /** Isolated by policies of administrators alone, which few network plug-ins carry out. */
  readonly byAdmin: boolean;
  /** The ports that are open to any pod of the cluster, and to addresses of the internet that no policy names. */
  readonly toStrangers: Intervals;
  readonly toInternet: Intervals;
  /** The rules that open them to the internet; none where no policy speaks of it. */
  readonly internetBy: readonly Decider[];
}

/** Somewhere in the internet: what no policy names in particular. */
const somewhere: AddressEnd = { kind: 'address', address: { family: 4, value: 0x6563584dn } };
const anyPort = portsOf('TCP', 1, 1)[0] ?? 1;
const known = new WeakMap<Governing, Partial<Record<Direction, Isolation>>>();

/** Judged by what really selects the pod, not by the shape of a policy; asked once for all pods that the same policies select. */
export function isolationOf(network: Network, pod: PodEnd, direction: Direction): Isolation {
  const governing = direction === 'egress' ? network.governingSent(pod) : network.governing(pod);
  // A port by name is another number on each pod.
  if (direction === 'ingress' && namesPorts(governing)) return judged(network, pod, direction, governing);
  const found = known.get(governing) ?? {};
  known.set(governing, found);
  return (found[direction] ??= judged(network, pod, direction, governing));
}

function namesPorts({ selecting: { admin, namespace, baseline } }: Governing): boolean {
  return [...admin, ...namespace, ...baseline].some(({ ingress }) => ingress?.some(({ ports }) => ports.named.length > 0));
}

function judged(network: Network, pod: PodEnd, direction: Direction, { selecting }: Governing): Isolation {
  const through = (other: End) => allowedPorts(direction, pod, other, selecting, usualReading);
  const [stranger, outside] = [through(network.stranger), through(somewhere)];
  const { decidedBy } = decide({ direction, self: pod, other: network.stranger, port: anyPort }, selecting, usualReading);
  const [first] = outside;
  const internetBy = first === undefined ? [] : decide({ direction, self: pod, other: somewhere, port: first }, selecting, usualReading).decidedBy;
  const openings = { toStrangers: stranger, toInternet: outside, internetBy };
  if (selecting.namespace.some((policy) => policy[direction] !== undefined)) {
    return { isolated: true, openAgain: same(stranger, everyPort) && same(outside, everyPort), deciders: decidedBy, byAdmin: false, ...openings };
  }
  // What comes in from outside no policy of an administrator can name; what goes out it can.
  return { isolated: stranger.length === 0 && (direction === 'ingress' || outside.length === 0), openAgain: false, deciders: decidedBy, byAdmin: true, ...openings };
}

/** Whether any pod of the cluster may connect: on that TCP port, or on any port where none is asked for. */
export function isOpenToStrangers({ toStrangers }: Isolation, port?: number): boolean {
  return port === undefined ? !same(toStrangers, empty) : includes(toStrangers, portsOf('TCP', port, port)[0] ?? 0);
}
