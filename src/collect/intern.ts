import { fields, type Fields } from './read.ts';

const sharedOfSpec = ['containers', 'initContainers', 'ephemeralContainers', 'volumes', 'securityContext', 'tolerations', 'affinity', 'topologySpreadConstraints', 'imagePullSecrets', 'hostAliases', 'dnsConfig', 'nodeSelector', 'os'];
const sharedOfMetadata = ['labels', 'annotations', 'ownerReferences'];

/** The random suffix that the ServiceAccount admission plug-in gives its volume would make every pod of one template different. */
const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;

/** The parts that pods of one template have in common. */
interface Template {
  readonly spec: Fields;
  readonly metadata: Fields;
}

/**
 * Shares equal parts of pods: a hundred thousand pods of a thousand templates are kept as a thousand container lists.
 * One instance serves one collection.
 */
export class Interner {
  readonly #parts = new Map<string, unknown>();
  /** The last pod of each owner: the next pod of that owner most often equals it, and comparing is cheaper than writing out. */
  readonly #siblings = new Map<string, Template>();

  /** Replaces the parts of a pod, in place, by shared equal ones. `owner`: what pods of one template have in common. */
  pod(pod: Template, owner: string | undefined): void {
    nameTokenVolume(pod.spec);
    const sibling = owner === undefined ? undefined : this.#siblings.get(owner);
    this.#share(pod.spec, sharedOfSpec, sibling?.spec);
    this.#share(pod.metadata, sharedOfMetadata, sibling?.metadata);
    if (owner !== undefined) this.#siblings.set(owner, pod);
  }

  #share(object: Fields, names: readonly string[], sibling: Fields | undefined): void {
    for (const name of names) {
      const part = object[name];
      if (part === undefined) continue;
      const known = sibling?.[name];
      object[name] = known !== undefined && isEqual(part, known) ? known : this.#part(part);
    }
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
  if (Array.isArray(a)) return Array.isArray(b) && areEqual(a, b);
  if (Array.isArray(b)) return false;
  const [ofA, ofB] = [Object.keys(a), Object.keys(b)];
  if (ofA.length !== ofB.length) return false;
  for (const [index, key] of ofA.entries()) {
    // Written by one tool, both have their fields in one order.
    if (key !== ofB[index] && !Object.hasOwn(b, key)) return false;
    if (!isEqual((a as Fields)[key], (b as Fields)[key])) return false;
  }
  return true;
}

function areEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!isEqual(a[index], b[index])) return false;
  return true;
}
