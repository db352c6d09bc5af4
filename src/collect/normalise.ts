import type { KubernetesObject, OwnerReference } from '../model/object.ts';
import { fields, text, type Fields } from './read.ts';

/** Owners as they are kept. Pods of one owner share the list that was read of them, and so the one that is kept. */
export class Owners {
  #read: unknown;
  #kept: readonly OwnerReference[] = [];

  of(list: unknown): readonly OwnerReference[] {
    if (list !== this.#read) [this.#read, this.#kept] = [list, ownerReferences(list)];
    return this.#kept;
  }
}

/**
 * Gives metadata the types that the rest of the code relies on, in place, whatever the file says: the API server would refuse
 * `labels: {tier: 1}`, but one odd label must not cost the whole object.
 */
export function normalised(object: Fields, defaultNamespace: string | undefined, known: Owners): Fields & KubernetesObject {
  const metadata = fields(object['metadata']) ?? {};
  object['metadata'] = metadata;
  metadata['name'] = String(metadata['name']);
  for (const name of ['labels', 'annotations']) {
    if (metadata[name] !== undefined) metadata[name] = stringMap(metadata[name]);
  }
  if (metadata['namespace'] === null || metadata['namespace'] === '') delete metadata['namespace'];
  else if (metadata['namespace'] !== undefined) metadata['namespace'] = scalarText(metadata['namespace']);
  else if (defaultNamespace !== undefined) metadata['namespace'] = defaultNamespace;
  if (metadata['ownerReferences'] !== undefined) {
    const owners = known.of(metadata['ownerReferences']);
    if (owners.length > 0) metadata['ownerReferences'] = owners;
    else delete metadata['ownerReferences'];
  }
  if (metadata['uid'] !== undefined && typeof metadata['uid'] !== 'string') delete metadata['uid'];
  return object as Fields & KubernetesObject;
}

/** Numbers and booleans that a person forgot to quote, as the text they meant. */
function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function stringMap(value: unknown): Record<string, string> {
  const map = fields(value);
  if (map && isAllText(map)) return map;
  const entries = Object.entries(fields(value) ?? {}).filter(([, each]) => each !== null && typeof each !== 'object');
  return Object.fromEntries(entries.map(([key, each]) => [key, String(each)]));
}

function isAllText(map: Fields): map is Record<string, string> {
  for (const key in map) if (typeof map[key] !== 'string') return false;
  return true;
}

function ownerReferences(value: unknown): readonly OwnerReference[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const map = fields(item) ?? {};
    const [apiVersion, kind, name, uid] = [text(map['apiVersion']), text(map['kind']), text(map['name']), text(map['uid'])];
    if (apiVersion === undefined || kind === undefined || name === undefined) return [];
    return [{ apiVersion, kind, name, ...(uid === undefined ? {} : { uid }), ...(map['controller'] === true ? { controller: true } : {}) }];
  });
}
