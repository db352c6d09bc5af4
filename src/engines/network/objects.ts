import { groupOf } from '../../cluster/identity.ts';
import { fields, text } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { expanded } from '../lists.ts';

/** The namespace of an object; one that names none goes where kubectl would put it without `--namespace`. */
export function namespaceName(object: KubernetesObject): string {
  const name = text(fields(object.metadata)?.['namespace']);
  return name === undefined || name === '' ? 'default' : name;
}

/**
 * Policies of the cluster that share a name: a cluster holds one, and which, the files do not say. Each has a priority of its
 * own, so all of them are kept and the order among them stays decided.
 */
const keptTwice: ReadonlySet<string> = new Set(['AdminNetworkPolicy', 'ClusterNetworkPolicy']);

/** The objects of one kind, told apart when somebody asks for the kind: nobody asks for most. */
class OfKind {
  readonly #given: KubernetesObject[] = [];
  readonly #all: KubernetesObject[] = [];
  /** Where each name stands in `#all`, by namespace. */
  readonly #places = new Map<string, Map<string, number>>();
  #read = 0;

  add(object: KubernetesObject): void {
    this.#given.push(object);
  }

  /** Of one identity the last, where the first stood. */
  get all(): readonly KubernetesObject[] {
    for (; this.#read < this.#given.length; this.#read++) {
      const object = this.#given[this.#read];
      if (object) this.#place(object);
    }
    return this.#all;
  }

  find(namespace: string, name: string): KubernetesObject | undefined {
    const { all } = this;
    return all[this.#places.get(namespace)?.get(name) ?? -1];
  }

  #place(object: KubernetesObject): void {
    const { name, namespace = '' } = object.metadata;
    const isNamed = typeof name === 'string' && name !== '' && !(keptTwice.has(object.kind) && this.#places.get('')?.has(name) === true);
    if (!isNamed) {
      this.#all.push(object);
      return;
    }
    let here = this.#places.get(namespace);
    if (!here) this.#places.set(namespace, (here = new Map()));
    const place = here.get(name) ?? this.#all.length;
    here.set(name, place);
    this.#all[place] = object;
  }
}

/** Objects by `group/Kind`, of one identity the last. Lists are expanded, what is no object is left out. */
export class NetworkObjects {
  readonly #kinds = new Map<string, OfKind>();

  constructor(objects: Iterable<KubernetesObject>) {
    let last: { readonly kind: string; readonly apiVersion: string; readonly objects: OfKind } | undefined;
    for (const object of expanded(objects)) {
      if (!fields(object.metadata)) continue;
      const { kind, apiVersion } = object;
      // Dumps give one kind after the other.
      if (last?.kind !== kind || last.apiVersion !== apiVersion) last = { kind, apiVersion, objects: this.#ofKind(`${groupOf(object)}/${kind}`) };
      last.objects.add(object);
    }
  }

  #ofKind(key: string): OfKind {
    let kind = this.#kinds.get(key);
    if (!kind) this.#kinds.set(key, (kind = new OfKind()));
    return kind;
  }

  of(kind: string, group = ''): readonly KubernetesObject[] {
    return this.#kinds.get(`${group}/${kind}`)?.all ?? [];
  }

  find(kind: string, group: string, namespace: string, name: string): KubernetesObject | undefined {
    const found = this.#kinds.get(`${group}/${kind}`);
    return found?.find(namespace, name) ?? (namespace === 'default' ? found?.find('', name) : undefined);
  }

  /** Objects of every kind of these API groups. */
  ofGroups(groups: ReadonlySet<string>): readonly KubernetesObject[] {
    return [...this.#kinds].flatMap(([key, kind]) => (groups.has(key.slice(0, key.indexOf('/'))) ? kind.all : []));
  }
}
