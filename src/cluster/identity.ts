import { clusterScopedKinds, formerGroups } from '../knowledge/kinds.ts';
import { apiGroupOf, refKey, type KubernetesObject, type ObjectRef, type Origin } from '../model/object.ts';

export function groupOf(object: KubernetesObject): string {
  const group = apiGroupOf(object.apiVersion);
  return formerGroups[group]?.[object.kind] ?? group;
}

/** Undefined for what belongs to no namespace. A namespaced object without one gets the empty one, which namespace rules skip. */
export function namespaceOf({ kind, metadata }: KubernetesObject): string | undefined {
  return clusterScopedKinds.has(kind) ? undefined : (metadata.namespace ?? '');
}

/** The reference to an object as read. */
export function refOf(object: KubernetesObject, origin?: Origin): ObjectRef {
  const namespace = namespaceOf(object);
  const { apiVersion, kind, metadata: { name } } = object;
  const apiGroup = groupOf(object);
  const ref = namespace === undefined ? { apiGroup, apiVersion, kind, name } : { apiGroup, apiVersion, kind, namespace, name };
  return origin ? { ...ref, origin } : ref;
}

export function isClusterScoped(kind: string): boolean {
  return clusterScopedKinds.has(kind);
}

export function keyOf(kind: string, namespace: string | undefined, name: string, group: string): string {
  return refKey({ apiGroup: group, kind, name, ...(namespace === undefined ? {} : { namespace }) });
}
