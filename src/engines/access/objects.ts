import { fields, text } from '../../cluster/read.ts';
import { apiGroupOf, type KubernetesObject } from '../../model/object.ts';
import { expanded } from '../lists.ts';

/** What the engine reads, each identity once: of two objects of one name the last counts. */
export interface AccessObjects {
  readonly roles: ReadonlyMap<string, KubernetesObject>;
  readonly clusterRoles: ReadonlyMap<string, KubernetesObject>;
  readonly roleBindings: readonly KubernetesObject[];
  readonly clusterRoleBindings: readonly KubernetesObject[];
  /** Pods, volumes and the like, from which the Node authorizer knows what belongs to a node. */
  readonly nodeObjects: readonly KubernetesObject[];
}

const rbacGroup = 'rbac.authorization.k8s.io';
const kindsOfNodes = new Set(['Pod', 'PersistentVolume', 'VolumeAttachment', 'ResourceSlice', 'PodCertificateRequest']);

/** Sorts objects by what the engine uses them for. Lists are expanded, other kinds left out, malformed ones never an error. */
export function accessObjects(objects: Iterable<KubernetesObject>): AccessObjects {
  const kinds: Record<string, Map<string, KubernetesObject>> = {
    Role: new Map(), ClusterRole: new Map(), RoleBinding: new Map(), ClusterRoleBinding: new Map(), node: new Map(),
  };
  let nameless = 0;
  for (const object of expanded(objects)) {
    const isRbac = apiGroupOf(String(object.apiVersion)) === rbacGroup && Object.hasOwn(kinds, object.kind) && object.kind !== 'node';
    if (!isRbac && !kindsOfNodes.has(object.kind)) continue;
    const name = nameOf(object);
    const scope = object.kind.startsWith('Cluster') ? undefined : namespaceOf(object);
    const key = name === '' ? `\0${nameless++}` : scopedKey(scope, name);
    kinds[isRbac ? object.kind : 'node']?.set(isRbac ? key : `${object.kind}/${key}`, object);
  }
  return {
    roles: kinds['Role'] ?? new Map(),
    clusterRoles: kinds['ClusterRole'] ?? new Map(),
    roleBindings: [...(kinds['RoleBinding'] ?? new Map()).values()],
    clusterRoleBindings: [...(kinds['ClusterRoleBinding'] ?? new Map()).values()],
    nodeObjects: [...(kinds['node'] ?? new Map()).values()],
  };
}

/** The key of an object in its namespace; cluster-scoped objects have none. */
export function scopedKey(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function nameOf(object: KubernetesObject): string {
  return text(fields(object.metadata)?.['name']) ?? '';
}

/** The namespace as written; empty where the object does not say. */
export function namespaceOf(object: KubernetesObject): string {
  return text(fields(object.metadata)?.['namespace']) ?? '';
}
