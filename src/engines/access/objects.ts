import { fields, text } from '../../cluster/read.ts';
import { apiGroupOf, type KubernetesObject } from '../../model/object.ts';

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

/** `kubectl get --raw` leaves kind and apiVersion out of a list's items. */
export function* expanded(objects: Iterable<KubernetesObject>): Generator<KubernetesObject> {
  const waiting: Iterator<unknown>[] = [objects[Symbol.iterator]()];
  for (let top = waiting.at(-1); top; top = waiting.at(-1)) {
    const next = top.next();
    if (next.done === true) {
      waiting.pop();
      continue;
    }
    const object = fields(next.value);
    const kind = text(object?.['kind']);
    if (!object || kind === undefined) continue;
    const { items } = object;
    if (kind.endsWith('List') && Array.isArray(items)) waiting.push(itemsOf(items, kind.slice(0, -'List'.length), object['apiVersion']));
    else yield next.value as KubernetesObject;
  }
}

function* itemsOf(items: readonly unknown[], kind: string, apiVersion: unknown): Generator<unknown> {
  for (const item of items) {
    const object = fields(item);
    yield object && object['kind'] === undefined && kind !== '' ? { apiVersion, kind, ...object } : item;
  }
}
