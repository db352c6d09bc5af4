import { fields, text } from '../cluster/read.ts';
import type { KubernetesObject } from '../model/object.ts';

interface Level {
  readonly items: Iterator<unknown>;
  /** What the list says of items that do not say it: `kubectl get --raw` leaves kind and apiVersion out of them. */
  readonly kind: string | undefined;
  readonly apiVersion: string;
}

/** Every object, those of Lists and of Lists within Lists among them; what has no kind is left out. */
export function* expanded(objects: Iterable<unknown>): Generator<KubernetesObject> {
  const open: Level[] = [{ items: objects[Symbol.iterator](), kind: undefined, apiVersion: '' }];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const next = level.items.next();
    if (next.done === true) {
      open.pop();
      continue;
    }
    const object = fields(next.value);
    const kind = text(object?.['kind']) ?? level.kind;
    if (!object || kind === undefined) continue;
    const { items } = object;
    const apiVersion = text(object['apiVersion']) ?? level.apiVersion;
    if (kind.endsWith('List') && Array.isArray(items)) {
      const inner = kind.slice(0, -'List'.length);
      open.push({ items: (items as readonly unknown[])[Symbol.iterator](), kind: inner === '' ? undefined : inner, apiVersion });
    } else {
      yield (object['kind'] === undefined || object['apiVersion'] === undefined ? { ...object, apiVersion, kind } : object) as KubernetesObject;
    }
  }
}
