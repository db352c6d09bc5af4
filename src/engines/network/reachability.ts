import { classesOf, mentionsOf, type Mentions, type PodClass } from './classes.ts';
import { allowedPorts } from './decide.ts';
import type { PodEnd } from './ends.ts';
import { empty, intersect, union, type Intervals } from './intervals.ts';
import { isNodeLike, usualReading, type Reading } from './match.ts';
import { ClassSets, type ClassSet } from './class-sets.ts';
import type { Direction, Policy } from './policy.ts';
import { everyPort, resolvePorts } from './ports.ts';
import { PolicyIndex } from './selecting.ts';

/** What one class lets through in one direction: `undefined` everything, else ports by sets of the other end's classes. */
type Side = readonly Piece[] | undefined;

interface Piece {
  readonly classes: ClassSet;
  readonly ports: Intervals;
}

/** Which class of pods reaches which on at least one port, for all pairs at once; the ports of a pair are worked out when asked. */
export class Reachability {
  readonly classes: readonly PodClass[];
  readonly #pods: readonly PodEnd[];
  readonly #reading: Reading;
  readonly #index: PolicyIndex;
  readonly #mentions: Mentions;
  readonly #sets: ClassSets;
  readonly #egress: Side[];
  readonly #ingress: Side[];
  readonly #words: number;
  /** One row of bits for each class as the source. */
  readonly #rows: Uint32Array;

  private constructor(pods: readonly PodEnd[], index: PolicyIndex, reading: Reading, before?: { readonly of: Reachability; readonly mentions: Mentions; readonly touched: readonly Policy[] }) {
    this.#pods = pods;
    this.#reading = reading;
    this.#index = index;
    this.#mentions = before?.mentions ?? mentionsOf(index.policies);
    this.classes = before?.of.classes ?? classesOf(pods, this.#mentions, reading);
    this.#sets = before ? before.of.#sets : new ClassSets(this.classes, reading);
    this.#words = (this.classes.length + 31) >>> 5;
    if (!before) {
      const sides = new SideReader(this.#sets, this.classes, index, reading);
      this.#egress = this.classes.map((each) => sides.of('egress', each));
      this.#ingress = this.classes.map((each) => sides.of('ingress', each));
      this.#rows = new Uint32Array(this.#words * this.classes.length);
      this.#fillAll();
    } else {
      this.#egress = [...before.of.#egress];
      this.#ingress = [...before.of.#ingress];
      this.#rows = before.of.#rows.slice();
      this.#refill(before.touched);
    }
  }

  static of(pods: readonly PodEnd[], policies: readonly Policy[], reading: Reading = usualReading): Reachability {
    return new Reachability(pods.filter(({ finished }) => !finished), new PolicyIndex(policies), reading);
  }

  /** The same with some policies taken out and others put in. Only what they select is worked out again, unless they tell pods apart that were alike. */
  changed(removed: readonly Policy[], added: readonly Policy[]): Reachability {
    const index = new PolicyIndex([...this.#index.policies.filter((policy) => !removed.includes(policy)), ...added]);
    if (!coveredBy(mentionsOf(added), this.#mentions)) return new Reachability(this.#pods, index, this.#reading);
    return new Reachability(this.#pods, index, this.#reading, { of: this, mentions: this.#mentions, touched: [...removed, ...added] });
  }

  reaches(from: number, to: number): boolean {
    return ((this.#rows[from * this.#words + (to >>> 5)] ?? 0) & (1 << (to & 31))) !== 0;
  }

  ports(from: number, to: number): Intervals {
    return intersect(portsAt(this.#egress[from], to), portsAt(this.#ingress[to], from));
  }

  /** Pairs of classes, and of pods, with a connection. */
  count(): { readonly classes: number; readonly pods: number } {
    const weights = Float64Array.from(this.classes, ({ pods }) => pods.length);
    let [classes, pods] = [0, 0];
    for (let from = 0; from < this.classes.length; from++) {
      let reached = 0;
      for (let word = 0; word < this.#words; word++) {
        for (let bits = this.#rows[from * this.#words + word] ?? 0; bits !== 0; bits &= bits - 1) {
          classes++;
          reached += weights[(word << 5) + 31 - Math.clz32(bits & -bits)] ?? 0;
        }
      }
      pods += reached * (weights[from] ?? 0);
    }
    return { classes, pods };
  }

  #fillAll(): void {
    const open = new Uint32Array(this.#words);
    const restricted: number[] = [];
    this.#ingress.forEach((side, to) => (side ? restricted.push(to) : setBit(open, to)));
    const bySide = new Map<Side, Uint32Array>();
    this.#egress.forEach((side, from) => {
      let row = bySide.get(side);
      if (!row) {
        row = open;
        if (side) {
          row = new Uint32Array(this.#words);
          for (const { classes, ports } of side) if (ports.length > 0) for (const to of classes.ids) if ((open[to >>> 5] ?? 0) & (1 << (to & 31))) setBit(row, to);
        }
        bySide.set(side, row);
      }
      this.#rows.set(row, from * this.#words);
    });
    for (const to of restricted) this.#fillColumn(to);
  }

  /** The bits of a destination that does not take everything. */
  #fillColumn(to: number): void {
    for (const { classes, ports } of this.#ingress[to] ?? []) {
      if (ports.length === 0) continue;
      for (const from of classes.ids) {
        const side = this.#egress[from];
        if (!side || meets(side, to, ports)) this.#set(from, to);
      }
    }
  }

  #set(from: number, to: number): void {
    const at = from * this.#words + (to >>> 5);
    this.#rows[at] = (this.#rows[at] ?? 0) | (1 << (to & 31));
  }

  #refill(touched: readonly Policy[]): void {
    const affected = this.#sets.selectedBy(touched.map(({ subject }) => subject));
    const sides = new SideReader(this.#sets, this.classes, this.#index, this.#reading);
    for (const id of affected) {
      const each = this.classes[id];
      if (!each) continue;
      this.#egress[id] = sides.of('egress', each);
      this.#ingress[id] = sides.of('ingress', each);
    }
    for (const from of affected) {
      this.#rows.fill(0, from * this.#words, (from + 1) * this.#words);
      for (let to = 0; to < this.classes.length; to++) if (this.#decide(from, to)) this.#set(from, to);
    }
    for (const to of affected) {
      const mask = ~(1 << (to & 31));
      for (let at = to >>> 5; at < this.#rows.length; at += this.#words) this.#rows[at] = (this.#rows[at] ?? 0) & mask;
      if (this.#ingress[to]) this.#fillColumn(to);
      else for (let from = 0; from < this.classes.length; from++) if (this.#decide(from, to)) this.#set(from, to);
    }
  }

  #decide(from: number, to: number): boolean {
    const [egress, ingress] = [this.#egress[from], this.#ingress[to]];
    if (!egress && !ingress) return true;
    if (!egress) return portsAt(ingress, from).length > 0;
    return meets(egress, to, portsAt(ingress, from));
  }
}

function setBit(bits: Uint32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
}

function meets(side: readonly Piece[], other: number, ports: Intervals): boolean {
  return ports.length > 0 && side.some((piece) => piece.classes.has(other) && (piece.ports === everyPort || ports === everyPort || intersect(piece.ports, ports).length > 0));
}

function portsAt(side: Side, other: number): Intervals {
  return side ? side.reduce<Intervals>((set, { classes, ports }) => (classes.has(other) ? union(set, ports) : set), empty) : everyPort;
}

function coveredBy(some: Mentions, known: Mentions): boolean {
  const within = [...some.within].every(([namespace, keys]) => [...keys].every((key) => known.everywhere.has(key) || known.within.get(namespace)?.has(key) === true));
  const blocks = new Set(known.blocks.map((block) => blockText(block)));
  return within && [...some.everywhere].every((key) => known.everywhere.has(key)) && [...some.portNames].every((name) => known.portNames.has(name)) && some.blocks.every((block) => blocks.has(blockText(block))) && (known.nodes || !some.nodes);
}

function blockText({ range, except }: Mentions['blocks'][number]): string {
  return [range, ...except].map(({ family, from, to }) => `${family}:${from}-${to}`).join('!');
}

/** Works out the sides of classes; classes that the same policies select share one. */
class SideReader {
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

  of(direction: Direction, { pod }: PodClass): Side {
    if (isNodeLike(pod, this.#reading)) return undefined;
    const { admin, namespace, baseline } = this.#index.of(pod, this.#reading);
    const isolating = namespace.filter((policy) => policy[direction] !== undefined);
    if (admin.length + isolating.length + baseline.length === 0) return undefined;
    const own = direction === 'ingress' ? pod.ports.map(({ name, protocol, port }) => `${name}/${protocol}/${port}`).join() : '';
    const key = `${direction} ${[...admin, ...isolating, ...baseline].map((policy) => this.#number(policy)).join()} ${own}`;
    if (!this.#known.has(key)) this.#known.set(key, admin.length > 0 || isolating.length === 0 ? this.#evaluated(direction, pod) : this.#pieces(direction, pod, isolating));
    return this.#known.get(key);
  }

  #number(policy: Policy): number {
    const number = this.#numbers.get(policy) ?? this.#numbers.size;
    this.#numbers.set(policy, number);
    return number;
  }

  /** NetworkPolicies only add: each rule gives its ports to the classes of its peers. */
  #pieces(direction: Direction, pod: PodEnd, isolating: readonly Policy[]): Side {
    return isolating.flatMap((policy) => policy[direction] ?? []).flatMap(({ peers, ports }): readonly Piece[] => {
      const sets = peers ? peers.map((peer) => this.#sets.of(peer)) : [this.#sets.all];
      if (ports.named.length === 0) return sets.map((classes) => ({ classes, ports: ports.fixed }));
      if (direction === 'ingress') return sets.map((classes) => ({ classes, ports: resolvePorts(ports, pod.ports) }));
      // The names are those of the destinations.
      return sets.flatMap((classes) => this.#grouped(classes.ids, (id) => resolvePorts(ports, this.#classes[id]?.pod.ports ?? [])));
    });
  }

  /** Tiers with an order are asked class by class. */
  #evaluated(direction: Direction, pod: PodEnd): Side {
    const selecting = this.#index.of(pod, this.#reading);
    return this.#grouped(this.#sets.all.ids, (id) => allowedPorts(direction, pod, this.#classes[id]?.pod ?? pod, selecting, this.#reading));
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
