import { ClassSets, type ClassSet } from './class-sets.ts';
import { classesOf, mentionsOf, type PodClass } from './classes.ts';
import type { PodEnd } from './ends.ts';
import { intersect, type Intervals } from './intervals.ts';
import { usualReading } from './match.ts';
import type { Direction, Policy } from './policy.ts';
import { everyPort } from './ports.ts';
import { PolicyIndex } from './selecting.ts';
import { overlap, SideReader, type Side } from './sides.ts';
import { Tiers, type Cell } from './tiers.ts';

/** Ports of pods on which something listens. */
export interface Door {
  readonly pod: PodEnd;
  readonly ports: Intervals;
}

/** From one point a packet gets to the next. Points: `from C` for a class of pods, `freed C` for one whose policies were taken away, `door N`. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** The namespace whose policies have to be out of the way. */
  readonly opened?: string;
  /** It is enough if these policies of that namespace are gone. */
  readonly without?: readonly string[];
  /** Policies of administrators had a say, which few network plug-ins carry out. */
  readonly byAdmin: boolean;
}

/** Pods that may send to these classes on these ports. */
interface Lane {
  readonly name: string;
  readonly to: ClassSet;
  readonly ports: Intervals;
  readonly members: Set<number>;
  /** Everywhere, on every port. */
  readonly whole: boolean;
}

/** Doors that hear these classes on the same ports. */
interface Inlet {
  readonly from: ClassSet;
  readonly ports: Intervals;
  readonly doors: number[];
}

const nothingSaid: Pick<Cell, 'egress' | 'ingress'> = {
  egress: { allow: [], onward: everyPort, otherwise: everyPort }, ingress: { allow: [], onward: everyPort, otherwise: everyPort },
};

/**
 * Which pods reach which doors, as links through points in between. There are about as many links as rules and doors, never as
 * many as pairs: senders that may send to the same places meet in one point, and so do doors that hear the same senders.
 */
export class Lanes {
  readonly classes: readonly PodClass[];
  readonly #sets: ClassSets;
  readonly #tiers: Tiers;
  readonly #egress: readonly Side[];
  readonly #ingress: readonly Side[];
  readonly #ids = new Map<PodEnd, number>();
  readonly #numbers = new Map<ClassSet, number>();

  /** The names of points, spelled once and not for each of the many links that end there. */
  readonly #senders: readonly string[];
  readonly #freed: readonly string[];
  #doors: readonly string[] = [];

  readonly #index: PolicyIndex;
  readonly #removable: (policy: Policy) => boolean;
  readonly #lost = new Map<string, readonly string[] | undefined>();

  /** @param removable whether a NetworkPolicy may go alone, while others of its namespace stay */
  constructor(pods: readonly PodEnd[], policies: readonly Policy[], removable: (policy: Policy) => boolean = () => false) {
    const index = new PolicyIndex(policies);
    this.#index = index;
    this.#removable = removable;
    this.classes = classesOf(pods, mentionsOf(policies), usualReading);
    this.#sets = new ClassSets(this.classes, usualReading);
    this.#tiers = new Tiers(this.classes, this.#sets, index, usualReading);
    const reader = new SideReader(this.#sets, this.classes, index, usualReading);
    const sides = this.classes.map((each) => reader.of(each));
    this.#egress = sides.map(([egress]) => egress);
    this.#ingress = sides.map(([, ingress]) => ingress);
    for (const { id, pods: own } of this.classes) for (const pod of own) this.#ids.set(pod, id);
    this.#senders = this.classes.map(({ id }) => `from ${id}`);
    this.#freed = this.classes.map(({ id }) => `freed ${id}`);
  }

  classOf(pod: PodEnd): number | undefined {
    return this.#ids.get(pod);
  }

  /** Whether NetworkPolicies hold back what the class sends. */
  isHeld(id: number): boolean {
    return this.#egress[id] !== undefined;
  }

  /**
   * The names of all policies that hold back a class in a direction, sorted, where each of them may go alone. Policies only add
   * up: as long as one of them stays, nobody gets through who did not before.
   */
  loses(id: number, direction: Direction): readonly string[] | undefined {
    const key = `${direction} ${id}`;
    if (!this.#lost.has(key)) this.#lost.set(key, this.#losesNow(id, direction));
    return this.#lost.get(key);
  }

  #losesNow(id: number, direction: Direction): readonly string[] | undefined {
    const pod = this.classes[id]?.pod;
    if (!pod || (direction === 'egress' ? this.#egress : this.#ingress)[id] === undefined) return undefined;
    const holding = this.#index.inNamespace(pod, usualReading).filter((policy) => policy[direction] !== undefined);
    return holding.every(this.#removable) ? holding.map(({ ref }) => ref.name).toSorted() : undefined;
  }

  /** @param wanted which of the doors they may lead to */
  *links(doors: readonly Door[], wanted: readonly number[] = doors.map((_, at) => at)): Generator<Link> {
    this.#doors = doors.map((_, at) => `door ${at}`);
    if (this.#tiers.silent) return yield* this.#linksOf(this.classes, wanted, doors, nothingSaid, false);
    const senders = Map.groupBy(this.classes, ({ id }) => this.#tiers.of(id));
    const receivers = Map.groupBy(wanted, (at) => this.#tiers.of(this.#at(doors, at)));
    for (const [from, classes] of senders) {
      for (const [to, some] of receivers) {
        const cell = this.#tiers.cell(from, to);
        const plain = [cell.egress, cell.ingress].every(({ onward, otherwise }) => onward.join() === everyPort.join() && otherwise.join() === everyPort.join());
        yield* this.#linksOf(classes, some, doors, cell, !plain);
      }
    }
  }

  *#linksOf(senders: readonly PodClass[], some: readonly number[], doors: readonly Door[], cell: Pick<Cell, 'egress' | 'ingress'>, byAdmin: boolean): Generator<Link> {
    const lanes = this.#lanesOf(senders, cell);
    const { inlets, byDoor } = this.#inletsOf(some, doors, cell);
    const doorsAt = Map.groupBy(some, (at) => this.#at(doors, at));
    const mark = this.#tiers.silent ? '' : `${this.#tiers.of(senders[0]?.id ?? 0)}-${this.#tiers.of(this.#at(doors, some[0] ?? 0))} `;
    const met = new Set<string>();
    const points = new Map([...inlets.keys()].map((name) => [name, `${mark}inlet ${name}`]));
    for (const [name, { doors: own }] of inlets) {
      const from = points.get(name) ?? '';
      for (const at of own) yield { from, to: this.#door(at), byAdmin };
    }
    for (const lane of lanes) {
      if (lane.whole) {
        for (const [name, inlet] of inlets) if (overlap(lane.ports, inlet.ports)) yield* this.#meet(lane, inlet.from, points.get(name) ?? '', mark, met, byAdmin);
      } else {
        for (const at of this.#within(lane.to, doorsAt)) {
          for (const { from, ports } of byDoor.get(at) ?? []) if (overlap(lane.ports, ports)) yield* this.#meet(lane, from, this.#door(at), mark, met, byAdmin);
        }
      }
      yield* this.#openedBy(lane, doorsAt, doors, cell, mark, byAdmin);
    }
    for (const { name, members, whole } of lanes) {
      const to = `${mark}lane ${name}`;
      for (const id of members) yield { from: this.#sender(id), to, byAdmin };
      if (whole) for (const { id } of senders) if (this.isHeld(id)) yield { from: this.#freedSender(id), to, byAdmin };
    }
  }

  /** Doors whose own namespace was opened hear everybody who may send there. */
  *#openedBy({ name, to, ports, whole }: Lane, doorsAt: ReadonlyMap<number, readonly number[]>, doors: readonly Door[], { ingress }: Pick<Cell, 'ingress'>, mark: string, byAdmin: boolean): Generator<Link> {
    const seen = new Set<string>();
    for (const at of this.#within(to, doorsAt)) {
      const door = doors[at];
      if (!door || this.#ingress[this.#at(doors, at)] === undefined) continue;
      if (!overlap(ports, intersect(door.ports, ingress.otherwise))) continue;
      const namespace = door.pod.namespace.name;
      const point = `${mark}opened ${whole ? '' : `${name} `}${namespace}`;
      if (!seen.has(point)) yield { from: `${mark}lane ${name}`, to: point, opened: namespace, byAdmin };
      seen.add(point);
      yield { from: point, to: this.#door(at), byAdmin };
      const without = this.loses(this.#at(doors, at), 'ingress');
      if (!without) continue;
      const alone = `${point} without ${without.join('+')}`;
      if (!seen.has(alone)) yield { from: `${mark}lane ${name}`, to: alone, opened: namespace, without, byAdmin };
      seen.add(alone);
      yield { from: alone, to: this.#door(at), byAdmin };
    }
  }

  /** The members of a lane that are among those who are heard. */
  *#meet(lane: Lane, heard: ClassSet, to: string, mark: string, met: Set<string>, byAdmin: boolean): Generator<Link> {
    if (heard === this.#sets.all) return yield { from: `${mark}lane ${lane.name}`, to, byAdmin };
    const point = `${mark}lane ${lane.name} among ${this.#number(heard)}`;
    const both = lane.members.size < heard.ids.length ? [...lane.members].filter((id) => heard.has(id)) : [...heard.ids].filter((id) => lane.members.has(id));
    // Whoever is freed is in the whole lane besides.
    const freed = lane.whole ? [...heard.ids].filter((id) => this.isHeld(id)) : [];
    if (both.length + freed.length === 0) return;
    if (!met.has(point)) {
      met.add(point);
      for (const id of both) yield { from: this.#sender(id), to: point, byAdmin };
      for (const id of freed) yield { from: this.#freedSender(id), to: point, byAdmin };
    }
    yield { from: point, to, byAdmin };
  }

  #door(at: number): string {
    return this.#doors[at] ?? '';
  }

  #sender(id: number): string {
    return this.#senders[id] ?? '';
  }

  #freedSender(id: number): string {
    return this.#freed[id] ?? '';
  }

  #lanesOf(senders: readonly PodClass[], { egress }: Pick<Cell, 'egress'>): readonly Lane[] {
    const lanes = new Map<string, Lane>();
    const add = (id: number, to: ClassSet, ports: Intervals): void => {
      if (ports.length === 0) return;
      const name = `${this.#number(to)} ${ports.join('-')}`;
      let lane = lanes.get(name);
      if (!lane) lanes.set(name, (lane = { name, to, ports, members: new Set(), whole: to === this.#sets.all && ports.join() === egress.otherwise.join() }));
      lane.members.add(id);
    };
    for (const { id } of senders) {
      const side = this.#egress[id];
      if (!side) add(id, this.#sets.all, egress.otherwise);
      else {
        add(id, this.#sets.all, egress.allow);
        for (const { classes, ports } of side) add(id, classes, ports === everyPort ? egress.onward : intersect(egress.onward, ports));
      }
    }
    // The lane of those who are freed, where everybody is held.
    const [first] = senders;
    if (first && senders.every(({ id }) => this.isHeld(id))) {
      const name = `${this.#number(this.#sets.all)} ${egress.otherwise.join('-')}`;
      if (!lanes.has(name)) lanes.set(name, { name, to: this.#sets.all, ports: egress.otherwise, members: new Set(), whole: true });
    }
    return [...lanes.values()];
  }

  #inletsOf(some: readonly number[], doors: readonly Door[], { ingress }: Pick<Cell, 'ingress'>): { readonly inlets: ReadonlyMap<string, Inlet>; readonly byDoor: ReadonlyMap<number, readonly Pick<Inlet, 'from' | 'ports'>[]> } {
    const inlets = new Map<string, Inlet>();
    const byDoor = new Map<number, Pick<Inlet, 'from' | 'ports'>[]>();
    const add = (at: number, from: ClassSet, ports: Intervals): void => {
      if (ports.length === 0) return;
      const name = `${this.#number(from)} ${ports.join('-')}`;
      let inlet = inlets.get(name);
      if (!inlet) inlets.set(name, (inlet = { from, ports, doors: [] }));
      inlet.doors.push(at);
      byDoor.set(at, [...(byDoor.get(at) ?? []), { from, ports }]);
    };
    for (const at of some) {
      const ports = doors[at]?.ports ?? [];
      const side = this.#ingress[this.#at(doors, at)];
      if (!side) add(at, this.#sets.all, intersect(ports, ingress.otherwise));
      else {
        add(at, this.#sets.all, intersect(ports, ingress.allow));
        for (const piece of side) add(at, piece.classes, intersect(ports, intersect(ingress.onward, piece.ports)));
      }
    }
    return { inlets, byDoor };
  }

  #within({ ids }: ClassSet, doorsAt: ReadonlyMap<number, readonly number[]>): readonly number[] {
    if (ids.length <= doorsAt.size) return [...ids].flatMap((id) => doorsAt.get(id) ?? []);
    const members = new Set(ids);
    return [...doorsAt].flatMap(([id, some]) => (members.has(id) ? some : []));
  }

  #at(doors: readonly Door[], at: number): number {
    const door = doors[at];
    return (door && this.#ids.get(door.pod)) ?? -1;
  }

  #number(set: ClassSet): number {
    let number = this.#numbers.get(set);
    if (number === undefined) this.#numbers.set(set, (number = this.#numbers.size));
    return number;
  }
}
