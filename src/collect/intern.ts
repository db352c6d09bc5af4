import { fields, type Fields } from './read.ts';

const shared = ['containers', 'initContainers', 'ephemeralContainers', 'volumes', 'securityContext', 'tolerations', 'affinity', 'topologySpreadConstraints', 'imagePullSecrets', 'hostAliases', 'dnsConfig', 'nodeSelector', 'os'] as const;

/** The random suffix that the ServiceAccount admission plug-in gives its volume would make every pod of one template different. */
const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;

/**
 * Shares equal parts of pod specs: a hundred thousand pods of a thousand templates are kept as a thousand container lists.
 * One instance serves one collection.
 */
export class Interner {
  readonly #parts = new Map<string, unknown>();
  /** The last pod spec of each owner: the next pod of that owner most often equals it, and comparing is cheaper than writing out. */
  readonly #siblings = new Map<string, Fields>();

  /** Replaces the parts of a pod spec, in place, by shared equal ones. `owner`: what pods of one template have in common. */
  podSpec(spec: Fields, owner: string | undefined): void {
    nameTokenVolume(spec);
    const sibling = owner === undefined ? undefined : this.#siblings.get(owner);
    for (const name of shared) {
      const part = spec[name];
      if (part === undefined) continue;
      const known = sibling?.[name];
      spec[name] = known !== undefined && isEqual(part, known) ? known : this.#part(part);
    }
    if (owner !== undefined) this.#siblings.set(owner, spec);
  }

  /** Shares a small map such as labels. */
  map(object: Fields, name: string): void {
    if (fields(object[name])) object[name] = this.#part(object[name]);
  }

  #part(value: unknown): unknown {
    const key = JSON.stringify(value);
    const found = this.#parts.get(key);
    if (found !== undefined) return found;
    this.#parts.set(key, value);
    return value;
  }
}

/** Takes the random suffix off the token volume and off the mounts of it. */
function nameTokenVolume(spec: Fields): void {
  const volume = list(spec['volumes']).find(({ name }) => typeof name === 'string' && tokenVolume.test(name));
  if (!volume) return;
  const name = volume['name'];
  volume['name'] = 'kube-api-access';
  for (const containers of [spec['containers'], spec['initContainers'], spec['ephemeralContainers']]) {
    for (const container of list(containers)) {
      for (const mount of list(container['volumeMounts'])) if (mount['name'] === name) mount['name'] = 'kube-api-access';
    }
  }
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as unknown[]).map(fields).filter((item) => item !== undefined) : [];
}

/** Whether two values of JSON are the same, whatever the order of their fields. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, (b as unknown[])[index]));
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual((a as Fields)[key], (b as Fields)[key]));
}
