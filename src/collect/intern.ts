import type { Mask } from '../lang/json/selection.ts';
import { fields, type Fields } from './read.ts';

const sharedByOwners = ['initContainers', 'volumes', 'securityContext', 'tolerations', 'affinity', 'topologySpreadConstraints', 'imagePullSecrets', 'hostAliases', 'dnsConfig', 'nodeSelector', 'os'];
const sharedOfSpec = ['containers', 'ephemeralContainers', ...sharedByOwners];
const sharedOfMetadata = ['labels', 'annotations', 'ownerReferences'];
const sharedOfStatus = ['containerStatuses', 'initContainerStatuses'];

/** The random suffix that the ServiceAccount admission plug-in gives its volume would make every pod of one template different. */
const tokenVolumeName = /^kube-api-access-[a-z0-9]{5}$/;
export const tokenVolume: Pick<Mask, 'prefix' | 'random'> = { prefix: 'kube-api-access-', random: { length: 5, form: /^[a-z0-9]{5}$/ } };

/** What pods of one template have in common. */
interface Template {
  readonly spec: Fields;
  readonly metadata: Fields;
  readonly status?: Fields | undefined;
}

/**
 * Shares equal parts of pods and of the templates that they are made from: a hundred thousand pods of a thousand templates are
 * kept as a thousand container lists. One instance serves one collection.
 */
export class Interner {
  readonly #parts = new Map<string, Map<string, unknown>>();
  /** Parts that were shared before they came here, by what they became: one that is known is not written out again. */
  readonly #known = new Map<unknown, unknown>();
  /** The last pod or template of each owner: the next one of that owner most often equals it, and comparing is cheaper than writing out. */
  readonly #siblings = new Map<string, Template>();

  /** Replaces the parts of a pod, in place, by shared equal ones. `owner`: what pods of one template have in common. */
  pod(pod: Template, owner: string | undefined): void {
    nameTokenVolume(pod.spec);
    const sibling = owner === undefined ? undefined : this.#siblings.get(owner);
    // Pods of other owners have other owners, other containers and, most often, other labels: those are not worth looking for among all.
    this.#share(pod.spec, sibling || owner === undefined ? sharedOfSpec : sharedByOwners, sibling?.spec);
    this.#share(pod.metadata, sibling || owner === undefined ? sharedOfMetadata : ['annotations'], sibling?.metadata);
    if (pod.status && sibling?.status) for (const name of sharedOfStatus) if (name in pod.status) pod.status[name] = shared(pod.status[name], sibling.status[name]);
    if (owner !== undefined) this.#siblings.set(owner, pod);
  }

  /** As `pod`, for the template of a workload: that of a ReplicaSet is most often that of its Deployment, but for an image. */
  template(template: Template, own: string | undefined, owner: string | undefined): void {
    const known = (owner === undefined ? undefined : this.#siblings.get(owner)) ?? (own === undefined ? undefined : this.#siblings.get(own));
    if (known) shared(template, known);
    for (const uid of [own, owner]) if (uid !== undefined && !this.#siblings.has(uid)) this.#siblings.set(uid, template);
  }

  #share(object: Fields, names: readonly string[], sibling: Fields | undefined): void {
    for (const name of names) {
      const part = object[name];
      if (part === undefined) continue;
      const known = sibling?.[name];
      const same = known === undefined ? part : shared(part, known);
      if (same !== known && known !== undefined) this.#part(name, known);
      object[name] = same === known ? known : this.#part(name, part);
    }
  }

  /** Only of the same name: two fields of one object that were one value could not be edited one by one. */
  #part(name: string, value: unknown): unknown {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const parts = this.#parts.get(name) ?? new Map<string, unknown>();
    if (parts.size === 0) this.#parts.set(name, parts);
    const key = JSON.stringify(value);
    const found = parts.get(key) ?? value;
    if (found === value) parts.set(key, value);
    this.#known.set(value, found);
    return found;
  }
}

/** Takes the random suffix off the token volume and off the mounts of it. */
function nameTokenVolume(spec: Fields): void {
  const volume = tokenVolumeOf(spec['volumes']);
  if (!volume) return;
  const name = volume['name'];
  volume['name'] = 'kube-api-access';
  for (const containers of [spec['containers'], spec['initContainers'], spec['ephemeralContainers']]) {
    for (const container of list(containers)) {
      for (const mount of list(container['volumeMounts'])) if (mount['name'] === name) mount['name'] = 'kube-api-access';
    }
  }
}

function tokenVolumeOf(volumes: unknown): Fields | undefined {
  if (!Array.isArray(volumes)) return undefined;
  for (const volume of volumes as unknown[]) {
    const name = fields(volume)?.['name'];
    if (typeof name === 'string' && tokenVolumeName.test(name)) return fields(volume);
  }
  return undefined;
}

/** Takes the random suffix off what looks like a token volume in a list of volumes. */
export function nameTokenVolumes(volumes: unknown): number {
  let named = 0;
  for (const volume of list(volumes)) {
    if (typeof volume['name'] !== 'string' || !tokenVolumeName.test(volume['name'])) continue;
    volume['name'] = 'kube-api-access';
    named++;
  }
  return named;
}

/** Takes the random suffix off the mounts in a list of containers. */
export function nameTokenMounts(containers: unknown): number {
  let named = 0;
  for (const container of list(containers)) named += nameTokenVolumes(container['volumeMounts']);
  return named;
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as unknown[]).map(fields).filter((item) => item !== undefined) : [];
}

/**
 * `known` where the value equals it, whatever the order of fields; otherwise the value itself, with those of its parts that do
 * equal the known ones in their places. Equal texts become one text too.
 */
export function shared(value: unknown, known: unknown): unknown {
  if (value === known) return known;
  if (typeof value !== 'object' || typeof known !== 'object' || value === null || known === null) return value;
  if (Array.isArray(value)) return Array.isArray(known) ? sharedList(value, known) : value;
  return Array.isArray(known) ? value : sharedMap(value as Fields, known as Fields);
}

function sharedMap(value: Fields, known: Fields): Fields {
  let fieldsOfKnown = 0;
  for (const _ in known) fieldsOfKnown++;
  let isSame = true;
  for (const key in value) {
    fieldsOfKnown--;
    // What a map inherits is a function, and equals nothing that was read, but for this one.
    const before = key === '__proto__' ? undefined : known[key];
    const part = before === undefined ? undefined : shared(value[key], before);
    if (part === undefined || part !== before) isSame = false;
    else value[key] = part;
  }
  return isSame && fieldsOfKnown === 0 ? known : value;
}

function sharedList(value: unknown[], known: readonly unknown[]): readonly unknown[] {
  let isSame = value.length === known.length;
  for (let index = 0; index < value.length && index < known.length; index++) {
    const part = shared(value[index], known[index]);
    if (part === known[index]) value[index] = part;
    else isSame = false;
  }
  return isSame ? known : value;
}
