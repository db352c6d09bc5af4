import type { ClassSet, ClassSets } from './class-sets.ts';
import type { PodClass } from './classes.ts';
import { orderedPorts, type OrderedPorts } from './decide.ts';
import { empty, intersect, type Intervals } from './intervals.ts';
import { isNodeLike, type Reading } from './match.ts';
import type { Peer, Policy } from './policy.ts';
import type { PolicyIndex } from './selecting.ts';

/** What the tiers with an order make of pods of one type talking to pods of another. A pod is `free` in a direction where no NetworkPolicy isolates it, else `held`. */
export interface Cell {
  readonly egress: OrderedPorts;
  readonly ingress: OrderedPorts;
  /** Whether a connection stands, whatever NetworkPolicies say of the held ends. */
  readonly freeToFree: boolean;
  readonly freeToHeld: boolean;
  readonly heldToFree: boolean;
  readonly heldToHeld: boolean;
  /** Ports on which the NetworkPolicies of one end decide alone: the held destination's, the held source's where the destination is free, and where the other end's tiers allow. */
  readonly freeInto: Intervals;
  readonly outToFree: Intervals;
  readonly allowedInto: Intervals;
  readonly outToAllowed: Intervals;
  /** Ports on which the NetworkPolicies of both ends have to agree. */
  readonly both: Intervals;
}

/** Sorts classes into types that the policies of administrators do not tell apart: few, so that these policies are asked once for each pair of types and never for each pair of classes. */
export class Tiers {
  readonly typeOf: Int32Array;
  readonly types: readonly PodClass[];
  /** No policy of an administrator has a say. */
  readonly silent: boolean;
  readonly #index: PolicyIndex;
  readonly #reading: Reading;
  readonly #cells = new Map<number, Cell>();

  constructor(classes: readonly PodClass[], sets: ClassSets, index: PolicyIndex, reading: Reading) {
    const policies = index.policies.filter(({ tier }) => tier !== 'namespace');
    this.silent = policies.length === 0;
    this.#index = index;
    this.#reading = reading;
    const keys = keysOf(classes, policies, sets, reading);
    const known = new Map<string, number>();
    const types: PodClass[] = [];
    this.typeOf = Int32Array.from(classes, (each, at) => {
      const type = known.get(keys[at] ?? '') ?? types.push(each) - 1;
      known.set(keys[at] ?? '', type);
      return type;
    });
    this.types = types;
  }

  of(id: number): number {
    return this.typeOf[id] ?? 0;
  }

  cell(from: number, to: number): Cell {
    const key = from * this.types.length + to;
    let cell = this.#cells.get(key);
    if (!cell) this.#cells.set(key, (cell = this.#made(from, to)));
    return cell;
  }

  /** Whether any held source gets to a held destination by what the destination's tiers allow: then its own policies lead there. */
  get alwaysAllowing(): boolean {
    return !this.silent && this.types.some(({ pod }, to) => !isNodeLike(pod, this.#reading) && this.types.some((_, from) => this.cell(from, to).outToAllowed.length > 0));
  }

  #made(from: number, to: number): Cell {
    const [source, target] = [this.types[from]?.pod, this.types[to]?.pod];
    const egress = source && target ? orderedPorts('egress', source, target, this.#index.of(source, this.#reading), this.#reading) : nothing;
    const ingress = source && target ? orderedPorts('ingress', target, source, this.#index.of(target, this.#reading), this.#reading) : nothing;
    const meet = (a: Intervals, b: Intervals): boolean => intersect(a, b).length > 0;
    return {
      egress, ingress,
      freeToFree: meet(egress.otherwise, ingress.otherwise), freeToHeld: meet(egress.otherwise, ingress.allow), heldToFree: meet(egress.allow, ingress.otherwise), heldToHeld: meet(egress.allow, ingress.allow),
      freeInto: intersect(egress.otherwise, ingress.onward), outToFree: intersect(egress.onward, ingress.otherwise),
      allowedInto: intersect(egress.allow, ingress.onward), outToAllowed: intersect(egress.onward, ingress.allow), both: intersect(egress.onward, ingress.onward),
    };
  }
}

const nothing: OrderedPorts = { allow: empty, onward: empty, otherwise: empty };

/** For each class which policies select it, which peers it is among, and the ports whose names the policies mention. */
function keysOf(classes: readonly PodClass[], policies: readonly Policy[], sets: ClassSets, reading: Reading): readonly string[] {
  const keys = classes.map(({ pod }) => (isNodeLike(pod, reading) ? 'node ' : ''));
  let number = 0;
  const mark = (ids: Iterable<number>): void => {
    const text = `${number++} `;
    for (const id of ids) keys[id] += text;
  };
  for (const { subject } of policies) mark(sets.selectedBy([subject]));
  const rules = policies.flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress]);
  const peers = new Set<ClassSet>(rules.flatMap((rule) => rule.peers ?? []).map((peer: Peer) => sets.of(peer)));
  for (const { ids } of peers) mark(ids);
  const names = new Set(rules.flatMap(({ ports }) => ports.named.map(({ name }) => name)));
  if (names.size > 0) for (const { id, pod } of classes) keys[id] += pod.ports.filter(({ name }) => names.has(name)).map(({ name, protocol, port }) => `${name}/${protocol}/${port}`).toSorted().join();
  return keys;
}
