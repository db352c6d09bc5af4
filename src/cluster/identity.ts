import { clusterScopedKinds, formerGroups } from '../knowledge/kinds.ts';
import { apiGroupOf, refKey, type KubernetesObject, type ObjectRef, type Origin } from '../model/object.ts';

export function groupOf(object: KubernetesObject): string {
  const group = apiGroupOf(object.apiVersion);
  return formerGroups[group]?.[object.kind] ?? group;
}

/** The reference to an object as read. A namespaced object without namespace gets the empty one, which namespace rules skip. */
export function refOf(object: KubernetesObject, origin?: Origin): ObjectRef {
  const namespace = object.metadata.namespace ?? (clusterScopedKinds.has(object.kind) ? undefined : '');
  return {
    apiGroup: groupOf(object),
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(namespace === undefined || clusterScopedKinds.has(object.kind) ? {} : { namespace }),
    name: object.metadata.name,
    ...(origin ? { origin } : {}),
  };
}

export function isClusterScoped(kind: string): boolean {
  return clusterScopedKinds.has(kind);
}

export function keyOf(kind: string, namespace: string | undefined, name: string, group: string): string {
  return refKey({ apiGroup: group, kind, name, ...(namespace === undefined ? {} : { namespace }) });
}
