import { ipv4Text } from './address.ts';
import { classesOf, mentionsOf, type PodClass } from './classes.ts';
import { allowedPorts, type Selecting } from './decide.ts';
import { workloadText, type AddressEnd, type End, type NodeEnd, type PodEnd } from './ends.ts';
import { empty, intersect, same, union, type Intervals } from './intervals.ts';
import type { Reading } from './match.ts';
import type { Policy } from './policy.ts';
import { portMap, type PortMap } from './ports.ts';
import type { PolicyIndex } from './selecting.ts';
import type { WayIn } from './ways-in.ts';

/** One line of the whole picture: these ports of `to` can be reached from `from`. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly ports: PortMap;
}

export const ingressController = '{ingress-controller}';

/** What a listing needs to know of the network. */
export interface Listed {
  readonly pods: readonly PodEnd[];
  readonly nodes: readonly NodeEnd[];
  readonly index: PolicyIndex;
  readonly reading: Reading;
  /** Ports that Ingress, Route and Gateway objects lead to, already cut to what the policies let an unknown controller reach. */
  readonly published: readonly Pick<WayIn, 'pod' | 'ports'>[];
}

/** Every pair of workloads and IPv4 ranges with a connection. A workload's traffic to itself is left out. */
export function listConnections({ pods, nodes, index, reading, published }: Listed): readonly Connection[] {
  const classes = classesOf(pods, mentionsOf(index.policies), reading);
  const selecting = new Map(classes.map(({ pod }) => [pod, index.of(pod, reading)]));
  const of = (pod: PodEnd): Selecting => selecting.get(pod) ?? index.of(pod, reading);
  const workloads = new Map<string, Set<PodClass>>();
  for (const each of classes) {
    for (const pod of each.pods) {
      const name = workloadText(pod.workload);
      workloads.set(name, (workloads.get(name) ?? new Set()).add(each));
    }
  }
  const between = new Map<number, Intervals>();
  const ports = (from: PodClass, to: PodClass): Intervals => {
    const key = from.id * classes.length + to.id;
    const known = between.get(key);
    if (known) return known;
    const found = intersect(allowedPorts('egress', from.pod, to.pod, of(from.pod), reading), allowedPorts('ingress', to.pod, from.pod, of(to.pod), reading));
    between.set(key, found);
    return found;
  };
  const lines: Connection[] = [];
  const add = (from: string, to: string, set: Intervals): void => {
    if (set.length > 0) lines.push({ from, to, ports: portMap(set) });
  };
  const outside = new Ranges(index.policies, nodes);
  for (const [name, own] of workloads) {
    for (const [other, others] of workloads) {
      if (other !== name) add(name, other, unionOf(pairs(own, others), ([from, to]) => ports(from, to)));
    }
    const rangesOf = (direction: 'ingress' | 'egress'): readonly (readonly [string, Intervals])[] =>
      outside.joined((end) => unionOf([...own], ({ pod }) => allowedPorts(direction, pod, end, of(pod), reading)));
    for (const [range, set] of rangesOf('egress')) add(name, range, set);
    for (const [range, set] of rangesOf('ingress')) add(range, name, set);
  }
  const led = new Map<string, Intervals>();
  for (const { pod, ports: set } of published) led.set(workloadText(pod.workload), union(led.get(workloadText(pod.workload)) ?? empty, set));
  for (const [name, set] of led) add(ingressController, name, set);
  return lines;
}

function pairs<A, B>(some: Iterable<A>, others: Iterable<B>): readonly (readonly [A, B])[] {
  return [...some].flatMap((one) => [...others].map((other) => [one, other] as const));
}

function unionOf<T>(items: readonly T[], set: (item: T) => Intervals): Intervals {
  return items.reduce((all, item) => union(all, set(item)), empty);
}

const lastIpv4 = 0xffffffff;

/** The IPv4 addresses, cut where a policy or a node makes a difference. */
class Ranges {
  readonly #parts: readonly { readonly from: number; readonly to: number; readonly end: AddressEnd }[];

  constructor(policies: readonly Policy[], nodes: readonly NodeEnd[]) {
    const cuts = new Set([0]);
    const cut = (from: bigint, to: bigint): void => {
      cuts.add(Number(from));
      if (to < BigInt(lastIpv4)) cuts.add(Number(to) + 1);
    };
    for (const { range, except } of mentionsOf(policies).blocks) for (const each of [range, ...except]) if (each.family === 4) cut(each.from, each.to);
    const byAddress = new Map<number, NodeEnd>();
    for (const node of nodes) {
      for (const { family, value } of node.addresses) {
        if (family !== 4) continue;
        byAddress.set(Number(value), node);
        cut(value, value);
      }
    }
    const starts = [...cuts].toSorted((a, b) => a - b);
    this.#parts = starts.map((from, at) => {
      const node = byAddress.get(from);
      return { from, to: (starts[at + 1] ?? lastIpv4 + 1) - 1, end: { kind: 'address', address: { family: 4, value: BigInt(from) }, ...(node ? { node } : {}) } };
    });
  }

  /** Ranges with what `of` says of them; neighbours with equal answers are one. */
  joined(of: (end: End) => Intervals): readonly (readonly [string, Intervals])[] {
    const found: { from: number; to: number; set: Intervals }[] = [];
    for (const { from, to, end } of this.#parts) {
      const set = of(end);
      const last = found.at(-1);
      if (last && same(last.set, set)) last.to = to;
      else found.push({ from, to, set });
    }
    return found.map(({ from, to, set }) => [`${ipv4Text(from)}-${ipv4Text(to)}`, set]);
  }
}
