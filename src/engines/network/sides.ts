import type { ClassSet, ClassSets } from './class-sets.ts';
import type { PodClass } from './classes.ts';
import type { PodEnd } from './ends.ts';
import { empty, intersect, union, type Intervals } from './intervals.ts';
import { isNodeLike, type Reading } from './match.ts';
import type { Direction, Policy } from './policy.ts';
import { everyPort, resolvePorts } from './ports.ts';
import type { PolicyIndex } from './selecting.ts';

/** What the NetworkPolicies of one class let through in one direction, as ports by sets of the other end's classes; `undefined` where none isolates it. */
export type Side = readonly Piece[] | undefined;

export interface Piece {
  readonly classes: ClassSet;
  readonly ports: Intervals;
}

/** Whether a side leads to a class on one of these ports. */
export function meets(side: readonly Piece[], other: number, ports: Intervals): boolean {
  return side.some((piece) => piece.classes.has(other) && overlap(piece.ports, ports));
}

export function overlap(a: Intervals, b: Intervals): boolean {
  if (a === everyPort) return b.length > 0;
  return b === everyPort ? a.length > 0 : intersect(a, b).length > 0;
}

/** The ports of a side towards one class. */
export function portsAt(side: readonly Piece[], other: number): Intervals {
  return side.reduce<Intervals>((set, { classes, ports }) => (classes.has(other) ? union(set, ports) : set), empty);
}

/** Works out the sides of classes; classes that the same policies select share one. */
export class SideReader {
  readonly #sets: ClassSets;
  readonly #classes: readonly PodClass[];
  readonly #index: PolicyIndex;
  readonly #reading: Reading;
  readonly #known = new Map<string, Side>();
  readonly #numbers = new Map<Policy, number>();

  constructor(sets: ClassSets, classes: readonly PodClass[], index: PolicyIndex, reading: Reading) {
    this.#sets = sets;
    this.#classes = classes;
    this.#index = index;
    this.#reading = reading;
  }

  of({ pod }: PodClass): readonly [egress: Side, ingress: Side] {
    if (isNodeLike(pod, this.#reading)) return [undefined, undefined];
    const selecting = this.#index.inNamespace(pod, this.#reading);
    return [this.#side('egress', pod, selecting), this.#side('ingress', pod, selecting)];
  }

  #side(direction: Direction, pod: PodEnd, selecting: readonly Policy[]): Side {
    const isolating = selecting.filter((policy) => policy[direction] !== undefined);
    if (isolating.length === 0) return undefined;
    const own = direction === 'ingress' ? pod.ports.map(({ name, protocol, port }) => `${name}/${protocol}/${port}`).join() : '';
    const key = `${direction} ${isolating.map((policy) => this.#number(policy)).join()} ${own}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#pieces(direction, pod, isolating));
    return this.#known.get(key);
  }

  #number(policy: Policy): number {
    const number = this.#numbers.get(policy) ?? this.#numbers.size;
    this.#numbers.set(policy, number);
    return number;
  }

  /** NetworkPolicies only add: each rule gives its ports to the classes of its peers. */
  #pieces(direction: Direction, pod: PodEnd, isolating: readonly Policy[]): readonly Piece[] {
    return isolating.flatMap((policy) => policy[direction] ?? []).flatMap(({ peers, ports }): readonly Piece[] => {
      const sets = peers ? peers.map((peer) => this.#sets.of(peer)) : [this.#sets.all];
      if (ports.named.length === 0) return sets.map((classes) => ({ classes, ports: ports.fixed }));
      if (direction === 'ingress') return sets.map((classes) => ({ classes, ports: resolvePorts(ports, pod.ports) }));
      // The names are those of the destinations.
      return sets.flatMap((classes) => this.#grouped(classes.ids, (id) => resolvePorts(ports, this.#classes[id]?.pod.ports ?? [])));
    });
  }

  #grouped(ids: Iterable<number>, portsOf: (id: number) => Intervals): readonly Piece[] {
    const groups = new Map<string, { readonly ids: number[]; readonly ports: Intervals }>();
    for (const id of ids) {
      const ports = portsOf(id);
      if (ports.length === 0) continue;
      const key = ports.join();
      const group = groups.get(key);
      if (group) group.ids.push(id);
      else groups.set(key, { ids: [id], ports });
    }
    return [...groups.values()].map(({ ids: some, ports }) => ({ classes: this.#sets.made(some), ports }));
  }
}
