import { matchesSelector } from '../../lang/selector.ts';
import type { PodClass } from './classes.ts';
import { matchesPeers, selects, type Reading } from './match.ts';
import type { Peer, PodSet } from './policy.ts';

/** Classes by number, sorted, with their bits from the first one on: most sets lie within one namespace. */
export class ClassSet {
  readonly ids: Int32Array;
  readonly #first: number;
  readonly #bits: Uint32Array;

  constructor(ids: Int32Array) {
    this.ids = ids;
    this.#first = ids[0] ?? 0;
    this.#bits = new Uint32Array(ids.length === 0 ? 0 : (((ids.at(-1) ?? 0) - this.#first) >>> 5) + 1);
    for (const id of ids) this.#bits[(id - this.#first) >>> 5] = (this.#bits[(id - this.#first) >>> 5] ?? 0) | (1 << ((id - this.#first) & 31));
  }

  has(id: number): boolean {
    const at = id - this.#first;
    return at >= 0 && ((this.#bits[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0;
  }

  meets(others: Iterable<number>): boolean {
    for (const id of others) if (this.has(id)) return true;
    return false;
  }
}

/** The classes that each peer matches; peers that say the same share one set. */
export class ClassSets {
  readonly all: ClassSet;
  readonly #classes: readonly PodClass[];
  readonly #reading: Reading;
  readonly #byNamespace = new Map<string, number[]>();
  readonly #known = new Map<string, ClassSet>();
  readonly #byPeer = new Map<Peer, ClassSet>();

  constructor(classes: readonly PodClass[], reading: Reading) {
    this.#classes = classes;
    this.#reading = reading;
    this.all = new ClassSet(Int32Array.from(classes, ({ id }) => id));
    for (const { id, pod } of classes) {
      const list = this.#byNamespace.get(pod.namespace.name);
      if (list) list.push(id);
      else this.#byNamespace.set(pod.namespace.name, [id]);
    }
  }

  of(peer: Peer): ClassSet {
    const same = this.#byPeer.get(peer);
    if (same) return same;
    const key = keyOf(peer);
    const known = this.#known.get(key) ?? this.made(this.#candidates(peer).filter((id) => this.#matches(id, peer)));
    this.#known.set(key, known);
    this.#byPeer.set(peer, known);
    return known;
  }

  made(ids: readonly number[]): ClassSet {
    return new ClassSet(Int32Array.from(ids));
  }

  /** Every class that one of the subjects selects. */
  selectedBy(subjects: readonly PodSet[]): readonly number[] {
    const found = new Set<number>();
    for (const subject of subjects) {
      for (const id of this.#inNamespaces(subject)) {
        const pod = this.#classes[id]?.pod;
        if (pod && selects(subject, pod, this.#reading)) found.add(id);
      }
    }
    return [...found];
  }

  #candidates(peer: Peer): readonly number[] {
    return peer.kind === 'pods' ? this.#inNamespaces(peer.set) : [...this.all.ids];
  }

  /** A selector of namespaces is asked once for each of them, not for each class. */
  #inNamespaces({ namespace, namespaces }: PodSet): readonly number[] {
    if (namespace !== undefined) return this.#byNamespace.get(namespace) ?? [];
    const matching = [...this.#byNamespace.values()].filter(([first]) => first !== undefined && matchesSelector(namespaces, this.#classes[first]?.pod.namespace.labels ?? {}));
    return matching.flat().toSorted((a, b) => a - b);
  }

  #matches(id: number, peer: Peer): boolean {
    const pod = this.#classes[id]?.pod;
    return pod !== undefined && matchesPeers([peer], pod, this.#reading);
  }
}

function keyOf(peer: Peer): string {
  return JSON.stringify(peer, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
