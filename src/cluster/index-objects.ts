import type { KubernetesObject, ObjectRef, Origin } from '../model/object.ts';
import { groupOf, isClusterScoped, namespaceOf, refOf } from './identity.ts';

/** What tells one object from another. */
export type Identity = Pick<ObjectRef, 'apiGroup' | 'kind' | 'name'> & { readonly namespace?: string | undefined };

interface OfNamespace {
  readonly namespace: string;
  readonly all: KubernetesObject[];
  readonly byName: Map<string, KubernetesObject>;
}

/** The objects of one kind. */
class OfKind {
  readonly all: KubernetesObject[] = [];
  /** Kinds that are not known may be cluster-scoped: for those no namespace and the empty one are the same. */
  readonly #byNamespace = new Map<string, OfNamespace>();
  readonly #namespaces: Set<string>;
  /** Objects of one namespace mostly stand together. */
  #last: OfNamespace | undefined;

  /** @param namespaces hears of each namespace */
  constructor(namespaces: Set<string>) {
    this.#namespaces = namespaces;
  }

  /** The one of that name that was there before. */
  add(object: KubernetesObject, namespace: string | undefined): KubernetesObject | undefined {
    const { name } = object.metadata;
    this.all.push(object);
    const last = this.#last;
    const here = last !== undefined && last.namespace === (namespace ?? '') ? last : (this.#last = this.#of(namespace ?? ''));
    if (namespace !== undefined) here.all.push(object);
    const before = here.byName.get(name);
    here.byName.set(name, object);
    return before;
  }

  #of(namespace: string): OfNamespace {
    let here = this.#byNamespace.get(namespace);
    if (!here) {
      this.#byNamespace.set(namespace, (here = { namespace, all: [], byName: new Map() }));
      if (namespace !== '') this.#namespaces.add(namespace);
    }
    return here;
  }

  in(namespace: string): readonly KubernetesObject[] {
    return this.#byNamespace.get(namespace)?.all ?? [];
  }

  find(namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.#byNamespace.get(namespace ?? '')?.byName.get(name);
  }
}

/** What objects of one kind and version have in common. */
interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly found: OfKind;
  readonly isOfCluster: boolean;
  readonly isNamespace: boolean;
}

/** Objects by kind and identity. Of one identity given twice the last is found, and `all` holds both. */
export class ObjectIndex {
  /** By kind and group. */
  readonly #kinds = new Map<string, Map<string, OfKind>>();
  readonly #originOf: (object: KubernetesObject) => Origin | undefined;
  /** Of most objects nobody asks for the reference, and all of them together are large. */
  readonly #refs = new Map<KubernetesObject, ObjectRef>();
  readonly #hidden = new Set<KubernetesObject>();
  readonly #twice: ObjectRef[] = [];
  readonly #namespaces = new Set<string>();
  #isDumped = true;
  #last: Kind | undefined;

  constructor(objects: Iterable<KubernetesObject>, originOf: (object: KubernetesObject) => Origin | undefined) {
    this.#originOf = originOf;
    for (const object of objects) this.#add(object);
  }

  #add(object: KubernetesObject): void {
    const { apiVersion, kind, metadata } = object;
    if (metadata.uid === undefined) this.#isDumped = false;
    // Objects of one kind stand together: most need no look-up of theirs.
    const last = this.#last;
    const { found, isOfCluster, isNamespace } = last?.kind === kind && last.apiVersion === apiVersion ? last : (this.#last = this.#kindOf(object));
    const namespace = isOfCluster ? undefined : (metadata.namespace ?? '');
    const before = found.add(object, namespace);
    if (before) {
      this.#hidden.add(before);
      this.#twice.push(this.#makeRef(object));
    }
    if (isNamespace) this.#namespaces.add(metadata.name);
  }

  #kindOf(object: KubernetesObject): Kind {
    const { apiVersion, kind } = object;
    const apiGroup = groupOf(object);
    return { apiVersion, kind, found: this.#ofKind(kind, apiGroup), isOfCluster: isClusterScoped(kind), isNamespace: kind === 'Namespace' && apiGroup === '' };
  }

  #makeRef(object: KubernetesObject): ObjectRef {
    const ref = refOf(object, this.#originOf(object));
    this.#refs.set(object, ref);
    return ref;
  }

  #ofKind(kind: string, apiGroup: string): OfKind {
    let groups = this.#kinds.get(kind);
    if (!groups) this.#kinds.set(kind, (groups = new Map()));
    let found = groups.get(apiGroup);
    if (!found) groups.set(apiGroup, (found = new OfKind(this.#namespaces)));
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
    const ref = this.refIfKnown(object);
    if (!ref) throw new Error(`${object.kind} ${object.metadata.name} is not of this cluster`);
    return ref;
  }

  /** As `ref`, for what was just taken from this index. */
  refOfOwn(object: KubernetesObject): ObjectRef {
    return this.#refs.get(object) ?? this.#makeRef(object);
  }

  refIfKnown(object: KubernetesObject): ObjectRef | undefined {
    const made = this.#refs.get(object);
    if (made) return made;
    const isHere = this.#kinds.get(object.kind)?.get(groupOf(object))?.find(namespaceOf(object), object.metadata.name) === object || this.#hidden.has(object);
    return isHere ? this.#makeRef(object) : undefined;
  }

  /** Identities given more than once, one entry for each repetition. */
  get twice(): readonly ObjectRef[] {
    return this.#twice;
  }

  /** Names of the namespaces that appear, by their object or by one in them. */
  get namespaces(): ReadonlySet<string> {
    return this.#namespaces;
  }

  /** Whether every object was read back from an API server: it has a uid. */
  get isDumped(): boolean {
    return this.#isDumped;
  }

  /** Every object, kind by kind. */
  *kinds(): Iterable<readonly KubernetesObject[]> {
    for (const groups of this.#kinds.values()) for (const { all } of groups.values()) yield all;
  }
}
