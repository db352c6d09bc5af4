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

/** Objects by `group/Kind`, of one identity the last. Lists are expanded, what is no object is left out. */
export class NetworkObjects {
  readonly #kinds = new Map<string, Map<string, KubernetesObject>>();

  constructor(objects: Iterable<KubernetesObject>) {
    for (const object of expanded(objects)) {
      if (!fields(object.metadata)) continue;
      const key = `${groupOf(object)}/${object.kind}`;
      let kind = this.#kinds.get(key);
      if (!kind) this.#kinds.set(key, (kind = new Map()));
      const { name } = object.metadata;
      const identity = typeof name === 'string' && name !== '' && !(keptTwice.has(object.kind) && kind.has(`/${name}`)) ? `${object.metadata.namespace ?? ''}/${name}` : `\0${kind.size}`;
      kind.set(identity, object);
    }
  }

  of(kind: string, group = ''): readonly KubernetesObject[] {
    return [...(this.#kinds.get(`${group}/${kind}`)?.values() ?? [])];
  }

  find(kind: string, group: string, namespace: string, name: string): KubernetesObject | undefined {
    const found = this.#kinds.get(`${group}/${kind}`);
    return found?.get(`${namespace}/${name}`) ?? (namespace === 'default' ? found?.get(`/${name}`) : undefined);
  }

  /** Objects of every kind of these API groups. */
  ofGroups(groups: ReadonlySet<string>): readonly KubernetesObject[] {
    return [...this.#kinds].flatMap(([key, kind]) => (groups.has(key.slice(0, key.indexOf('/'))) ? [...kind.values()] : []));
  }
}
