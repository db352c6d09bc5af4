import { classesOf, mentionsOf, type Mentions, type PodClass } from './classes.ts';
import { allowedPorts, type Selecting } from './decide.ts';
import type { PodEnd } from './ends.ts';
import { empty, intersect, union, type Intervals } from './intervals.ts';
import { isNodeLike, usualReading, type Reading } from './match.ts';
import { ClassSets, type ClassSet } from './class-sets.ts';
import type { Direction, Policy } from './policy.ts';
import { everyPort, resolvePorts } from './ports.ts';
import { Restricted, type Sources } from './restricted.ts';
import { PolicyIndex } from './selecting.ts';

/** What one class lets through in one direction: `undefined` everything, else ports by sets of the other end's classes. */
export type Side = readonly Piece[] | undefined;

export interface Piece {
  readonly classes: ClassSet;
  readonly ports: Intervals;
}

/**
 * Which class of pods reaches which on at least one port, for all pairs at once. Destinations that take everything are decided
 * by the source's side alone; for each of the others the sources that reach it are listed, which are few where policies isolate.
 */
export class Reachability {
  readonly classes: readonly PodClass[];
  readonly #pods: readonly PodEnd[];
  readonly #reading: Reading;
  readonly #index: PolicyIndex;
  readonly #mentions: Mentions;
  readonly #sets: ClassSets;
  readonly #egress: Side[];
  readonly #ingress: Side[];
  /** Undefined where the class takes everything. */
  readonly #sources: (Sources | undefined)[];

  private constructor(pods: readonly PodEnd[], index: PolicyIndex, reading: Reading, before?: { readonly of: Reachability; readonly touched: readonly Policy[] }) {
    this.#pods = pods;
    this.#reading = reading;
    this.#index = index;
    this.#mentions = before ? before.of.#mentions : mentionsOf(index.policies);
    this.classes = before ? before.of.classes : classesOf(pods, this.#mentions, reading);
    this.#sets = before ? before.of.#sets : new ClassSets(this.classes, reading);
    this.#egress = before ? [...before.of.#egress] : [];
    this.#ingress = before ? [...before.of.#ingress] : [];
    this.#sources = before ? [...before.of.#sources] : [];
    const affected = before ? this.#sets.selectedBy(before.touched.map(({ subject }) => subject)) : this.#sets.all.ids;
    const sides = new SideReader(this.#sets, this.classes, index, reading);
    for (const id of affected) {
      const each = this.classes[id];
      if (each) [this.#egress[id], this.#ingress[id]] = sides.of(each);
    }
    const restricted = new Restricted(this.#egress);
    for (const to of affected) this.#sources[to] = restricted.reaching(this.#ingress[to], to);
    if (before) this.#relist(affected, restricted);
  }

  static of(pods: readonly PodEnd[], policies: readonly Policy[], reading: Reading = usualReading): Reachability {
    return new Reachability(pods.filter(({ finished }) => !finished), new PolicyIndex(policies), reading);
  }

  /** The same with some policies taken out and others put in. Only what they select is worked out again, unless they tell pods apart that were alike. */
  changed(removed: readonly Policy[], added: readonly Policy[]): Reachability {
    const index = this.#index.changed(removed, added);
    if (!coveredBy(mentionsOf(added), this.#mentions)) return new Reachability(this.#pods, index, this.#reading);
    return new Reachability(this.#pods, index, this.#reading, { of: this, touched: [...removed, ...added] });
  }

  reaches(from: number, to: number): boolean {
    const sources = this.#sources[to];
    if (sources) return sources.has(from);
    const side = this.#egress[from];
    return !side || side.some(({ classes, ports }) => ports.length > 0 && classes.has(to));
  }

  ports(from: number, to: number): Intervals {
    return intersect(portsAt(this.#egress[from], to), portsAt(this.#ingress[to], from));
  }

  /** Pairs of classes, and of pods, with a connection. */
  count(): { readonly classes: number; readonly pods: number } {
    const weights = Float64Array.from(this.classes, ({ pods }) => pods.length);
    const weigh = (ids: Iterable<number>): Reached => {
      const reached = { classes: 0, pods: 0 };
      for (const id of ids) {
        reached.classes++;
        reached.pods += weights[id] ?? 0;
      }
      return reached;
    };
    const open = [...this.#sets.all.ids].filter((to) => !this.#sources[to]);
    const [everyOpen, isOpen] = [weigh(open), new Set(open)];
    const bySide = new Map<Side, Reached>([[undefined, everyOpen]]);
    let [classes, pods] = [0, 0];
    for (let from = 0; from < this.classes.length; from++) {
      const side = this.#egress[from];
      const reached = bySide.get(side) ?? weigh(new Set((side ?? []).flatMap(({ classes: set, ports }) => (ports.length > 0 ? [...set.ids].filter((to) => isOpen.has(to)) : []))));
      bySide.set(side, reached);
      classes += reached.classes;
      pods += reached.pods * (weights[from] ?? 0);
    }
    const bySet = new Map<object, Reached>();
    this.#sources.forEach((sources, to) => {
      for (const set of sources?.disjoint() ?? []) {
        const reaching = bySet.get(set) ?? weigh(set.ids);
        bySet.set(set, reaching);
        classes += reaching.classes;
        pods += reaching.pods * (weights[to] ?? 0);
      }
    });
    return { classes, pods };
  }

  /** Sources that changed their side, in the lists of destinations that did not. */
  #relist(affected: Iterable<number>, restricted: Restricted): void {
    const changed = new Set(affected);
    this.#ingress.forEach((side, to) => {
      if (!side || changed.has(to)) return;
      const touches = side.some(({ classes }) => classes.meets(changed));
      const differs = touches && [...changed].some((from) => restricted.meets(from, to, portsAt(side, from)) !== (this.#sources[to]?.has(from) ?? false));
      if (differs) this.#sources[to] = restricted.reaching(side, to);
    });
  }
}

interface Reached {
  readonly classes: number;
  readonly pods: number;
}

export function meets(side: readonly Piece[], other: number, ports: Intervals): boolean {
  return side.some((piece) => piece.classes.has(other) && (piece.ports === everyPort || ports === everyPort || intersect(piece.ports, ports).length > 0));
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

  /** Egress and ingress. */
  of({ pod }: PodClass): readonly [egress: Side, ingress: Side] {
    if (isNodeLike(pod, this.#reading)) return [undefined, undefined];
    const selecting = this.#index.of(pod, this.#reading);
    return [this.#side('egress', pod, selecting), this.#side('ingress', pod, selecting)];
  }

  #side(direction: Direction, pod: PodEnd, { admin, namespace, baseline }: Selecting): Side {
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
