import { text } from '../../cluster/read.ts';
import { apiGroupOf, type KubernetesObject } from '../../model/object.ts';
import { nameOf, namespaceOf } from '../access/objects.ts';
import { expanded } from '../lists.ts';

/** The objects that decide admission, by API group and kind; of two of one name the last counts. */
export class AdmissionObjects {
  readonly #byKind = new Map<string, Map<string, KubernetesObject>>();
  readonly #byNamespace = new Map<string, ReadonlyMap<string, readonly KubernetesObject[]>>();

  constructor(objects: Iterable<KubernetesObject>) {
    for (const object of expanded(objects)) {
      const key = `${apiGroupOf(text(object.apiVersion) ?? '')}/${object.kind}`;
      const found = this.#byKind.get(key) ?? new Map<string, KubernetesObject>();
      this.#byKind.set(key, found.set(`${namespaceOf(object)}/${nameOf(object)}`, object));
    }
  }

  all(group: string, kind: string): readonly KubernetesObject[] {
    return [...(this.#byKind.get(`${group}/${kind}`)?.values() ?? [])];
  }

  inNamespace(group: string, kind: string, namespace: string): readonly KubernetesObject[] {
    const key = `${group}/${kind}`;
    let found = this.#byNamespace.get(key);
    if (!found) this.#byNamespace.set(key, (found = Map.groupBy(this.all(group, kind), namespaceOf)));
    return found.get(namespace) ?? [];
  }

  /** All of a group, whatever their kind. */
  ofGroup(group: string): readonly KubernetesObject[] {
    return [...this.#byKind].flatMap(([key, objects]) => (key.startsWith(`${group}/`) ? [...objects.values()] : []));
  }

  find(group: string, kind: string, namespace: string, name: string): KubernetesObject | undefined {
    return this.#byKind.get(`${group}/${kind}`)?.get(`${namespace}/${name}`);
  }
}
