import type { KubernetesObject, ObjectRef, Origin } from '../model/object.ts';
import { refKey } from '../model/object.ts';
import { refOf } from './identity.ts';

/** Objects by kind and identity. Of one identity given twice the last is found, and `all` holds both. */
export class ObjectIndex {
  readonly #byKind = new Map<string, KubernetesObject[]>();
  readonly #byKindAndNamespace = new Map<string, KubernetesObject[]>();
  readonly #byIdentity = new Map<string, KubernetesObject>();
  readonly #refs = new Map<KubernetesObject, ObjectRef>();
  readonly #twice: ObjectRef[] = [];
  readonly #namespaces = new Set<string>();

  constructor(objects: Iterable<KubernetesObject>, originOf: (object: KubernetesObject) => Origin | undefined) {
    for (const object of objects) this.#add(object, refOf(object, originOf(object)));
  }

  #add(object: KubernetesObject, ref: ObjectRef): void {
    this.#refs.set(object, ref);
    const key = refKey(ref);
    if (this.#byIdentity.has(key)) this.#twice.push(ref);
    this.#byIdentity.set(key, object);
    push(this.#byKind, kindKey(ref.apiGroup, ref.kind), object);
    if (ref.namespace !== undefined) {
      push(this.#byKindAndNamespace, `${kindKey(ref.apiGroup, ref.kind)}/${ref.namespace}`, object);
      if (ref.namespace !== '') this.#namespaces.add(ref.namespace);
    }
    if (ref.kind === 'Namespace' && ref.apiGroup === '') this.#namespaces.add(ref.name);
  }

  /** Every object of a kind as given, optionally of one namespace. `group` is the API group without version. */
  of(kind: string, group: string, namespace?: string): readonly KubernetesObject[] {
    if (namespace === undefined) return this.#byKind.get(kindKey(group, kind)) ?? [];
    return this.#byKindAndNamespace.get(`${kindKey(group, kind)}/${namespace}`) ?? [];
  }

  find(ref: ObjectRef): KubernetesObject | undefined {
    return this.#byIdentity.get(refKey(ref));
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
    for (const objects of this.#byKind.values()) yield* objects;
  }
}

function kindKey(group: string, kind: string): string {
  return `${group}/${kind}`;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
