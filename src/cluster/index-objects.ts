import type { KubernetesObject, ObjectRef, Origin } from '../model/object.ts';
import { refOf } from './identity.ts';

/** What tells one object from another. */
export type Identity = Pick<ObjectRef, 'apiGroup' | 'kind' | 'namespace' | 'name'>;

/** The objects of one kind. */
class OfKind {
  readonly all: KubernetesObject[] = [];
  /** Kinds that are not known may be cluster-scoped: for those no namespace and the empty one are the same. */
  readonly #byNamespace = new Map<string, { readonly all: KubernetesObject[]; readonly byName: Map<string, KubernetesObject> }>();

  /** Whether there was one of that name before. */
  add(object: KubernetesObject, { namespace, name }: ObjectRef): boolean {
    this.all.push(object);
    let here = this.#byNamespace.get(namespace ?? '');
    if (!here) this.#byNamespace.set(namespace ?? '', (here = { all: [], byName: new Map() }));
    if (namespace !== undefined) here.all.push(object);
    return here.byName.size === here.byName.set(name, object).size;
  }

  in(namespace: string): readonly KubernetesObject[] {
    return this.#byNamespace.get(namespace)?.all ?? [];
  }

  find(namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.#byNamespace.get(namespace ?? '')?.byName.get(name);
  }
}

/** Objects by kind and identity. Of one identity given twice the last is found, and `all` holds both. */
export class ObjectIndex {
  /** By kind and group. */
  readonly #kinds = new Map<string, Map<string, OfKind>>();
  readonly #refs = new Map<KubernetesObject, ObjectRef>();
  readonly #twice: ObjectRef[] = [];
  readonly #namespaces = new Set<string>();

  constructor(objects: Iterable<KubernetesObject>, originOf: (object: KubernetesObject) => Origin | undefined) {
    for (const object of objects) this.#add(object, refOf(object, originOf(object)));
  }

  #add(object: KubernetesObject, ref: ObjectRef): void {
    this.#refs.set(object, ref);
    if (this.#ofKind(ref).add(object, ref)) this.#twice.push(ref);
    if (ref.namespace !== undefined && ref.namespace !== '') this.#namespaces.add(ref.namespace);
    if (ref.kind === 'Namespace' && ref.apiGroup === '') this.#namespaces.add(ref.name);
  }

  #ofKind({ kind, apiGroup }: ObjectRef): OfKind {
    let groups = this.#kinds.get(kind);
    if (!groups) this.#kinds.set(kind, (groups = new Map()));
    let found = groups.get(apiGroup);
    if (!found) groups.set(apiGroup, (found = new OfKind()));
    return found;
  }

  /** Every object of a kind as given, optionally of one namespace. `group` is the API group without version. */
  of(kind: string, group: string, namespace?: string): readonly KubernetesObject[] {
    const found = this.#kinds.get(kind)?.get(group);
    if (!found) return [];
    return namespace === undefined ? found.all : found.in(namespace);
  }

  find({ kind, apiGroup, namespace, name }: Identity): KubernetesObject | undefined {
    return this.#kinds.get(kind)?.get(apiGroup)?.find(namespace, name);
  }

  /** @throws Error for an object that is not of this index: a bug of the caller. */
  ref(object: KubernetesObject): ObjectRef {
    const ref = this.#refs.get(object);
    if (!ref) throw new Error(`${object.kind} ${object.metadata.name} is not of this cluster`);
    return ref;
  }

  refIfKnown(object: KubernetesObject): ObjectRef | undefined {
    return this.#refs.get(object);
  }

  /** Identities given more than once, one entry for each repetition. */
  get twice(): readonly ObjectRef[] {
    return this.#twice;
  }

  /** Names of the namespaces that appear, by their object or by one in them. */
  get namespaces(): ReadonlySet<string> {
    return this.#namespaces;
  }

  /** Every object, kind by kind. */
  *all(): Iterable<KubernetesObject> {
    for (const groups of this.#kinds.values()) for (const { all } of groups.values()) yield* all;
  }
}
