import type { Interner } from './intern.ts';
import type { KubernetesObject } from '../model/object.ts';
import { fields, text, type Fields } from './read.ts';
import { schemaReferences } from './schema-references.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What is read of `status`, by kind; all other status is dropped, since nothing here asks for it. */
export const keptStatus: Readonly<Record<string, readonly string[]>> = {
  Pod: ['phase', 'hostIP', 'podIP', 'podIPs', 'containerStatuses', 'initContainerStatuses'],
  Node: ['addresses', 'nodeInfo', 'features', 'runtimeHandlers'],
  Service: ['loadBalancer'],
  Ingress: ['loadBalancer'],
  CertificateSigningRequest: ['conditions'],
  PersistentVolume: ['phase'],
  PersistentVolumeClaim: ['phase'],
  Namespace: ['phase'],
  ResourceQuota: ['hard', 'used'],
  Job: ['completionTime'],
};

/**
 * Cuts an object down to what any part of Glacis reads: no managedFields, no last-applied copy (it repeats what a Secret held),
 * little status, of the schemas of custom resources only the references. Equal parts of pods are shared. The object given is used up.
 */
export function project(object: Fields & KubernetesObject, interner: Interner): KubernetesObject {
  const metadata: Fields = projectedMetadata(object.metadata);
  const { kind } = object;
  if (metadata !== object.metadata) Object.assign(object, { metadata });
  const projected = withoutStatus(object, kind);
  const spec = fields(object['spec']);
  const owner = ownerOf(metadata);
  if (kind === 'Pod') {
    if (spec) interner.pod({ spec, metadata, status: fields(projected['status']) }, owner);
  } else if (workloads.has(kind)) {
    const template = fields((kind === 'CronJob' ? fields(fields(spec?.['jobTemplate'])?.['spec']) : spec)?.['template']);
    const [ofTemplate, podSpec] = [fields(template?.['metadata']), fields(template?.['spec'])];
    if (ofTemplate && podSpec) interner.template({ metadata: ofTemplate, spec: podSpec }, text(metadata['uid']), owner);
  } else if (kind === 'CustomResourceDefinition') dropSchemas(spec);
  else if (keyHolders.has(kind)) dropKeys(projected);
  return projected;
}

const workloads = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);

function ownerOf(metadata: Fields): string | undefined {
  const owners: unknown = metadata['ownerReferences'];
  const owner = Array.isArray(owners) ? fields(owners[0]) : undefined;
  // What a Node owns are copies of files on it, which have nothing in common.
  return owner?.['kind'] === 'Node' ? undefined : text(owner?.['uid']);
}

/** Files of the control plane and of kubeadm that hold keys and tokens in the open. */
const keyHolders = new Set(['EncryptionConfiguration', 'EncryptionConfig', 'InitConfiguration', 'JoinConfiguration', 'Config']);
const keyFields = new Set(['secret', 'token', 'tlsBootstrapToken', 'password', 'client-key-data', 'certificateKey']);

/** Drops every value that a key holder keeps secret, however deep it stands; the field stays, empty. */
function dropKeys(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) dropKeys(item);
    return;
  }
  const map = fields(value);
  if (!map) return;
  for (const [key, part] of Object.entries(map)) {
    if (keyFields.has(key) && typeof part === 'string') map[key] = '';
    else dropKeys(part);
  }
}

const droppedMetadata = new Set(['managedFields', 'selfLink', 'resourceVersion', 'generation', '__proto__']);

/** A copy where something goes: an object from which fields were deleted is held as a hash table, larger and slower for good. */
function projectedMetadata(metadata: Fields): Fields {
  if (metadata['resourceVersion'] === undefined && !dropsOf(metadata)) return metadata;
  const kept: Fields = {};
  for (const name in metadata) if (!droppedMetadata.has(name)) kept[name] = metadata[name];
  const annotations = fields(metadata['annotations']);
  if (annotations && lastApplied in annotations) {
    const { [lastApplied]: _copy, ...others } = annotations;
    kept['annotations'] = others;
  }
  return kept;
}

function dropsOf(metadata: Fields): boolean {
  for (const name in metadata) if (droppedMetadata.has(name)) return true;
  const annotations = fields(metadata['annotations']);
  return annotations !== undefined && lastApplied in annotations;
}

/** With little status or none; a copy where it goes, since an object from which a field was deleted is held as a hash table. */
function withoutStatus(object: Fields & KubernetesObject, kind: string): Fields & KubernetesObject {
  const status = fields(object['status']);
  if (!status) return object;
  const kept = Object.hasOwn(keptStatus, kind) ? keptStatus[kind] : undefined;
  if (!kept) {
    const { status: _dropped, ...others } = object;
    return others;
  }
  const small = only(kept, status);
  for (const name of ['containerStatuses', 'initContainerStatuses']) if (small[name] !== undefined) small[name] = containerStatuses(small[name]);
  return small === status ? object : Object.assign(object, { status: small });
}

/** What is kept of the status of a container. */
export const keptOfContainer: readonly string[] = ['name', 'imageID'];

function containerStatuses(list: unknown): unknown {
  if (!Array.isArray(list)) return [];
  const isKept = list.every((status: unknown) => fields(status) !== undefined && isOnly(keptOfContainer, status as Fields));
  return isKept ? list : list.map((status: unknown) => only(keptOfContainer, fields(status) ?? {}));
}

/** These fields of a map, in this order: the map itself where it has no other, as those have that were read selectively. */
function only(names: readonly string[], map: Fields): Fields {
  if (isOnly(names, map)) return map;
  const kept: Fields = {};
  for (const name of names) if (map[name] !== undefined) kept[name] = map[name];
  return kept;
}

function isOnly(names: readonly string[], map: Fields): boolean {
  let at = 0;
  for (const name in map) {
    while (names[at] !== name) if (++at >= names.length) return false;
    at++;
  }
  return true;
}

function dropSchemas(spec: Fields | undefined): void {
  if (!spec) return;
  delete spec['validation'];
  if (!Array.isArray(spec['versions'])) return;
  for (const version of spec['versions'] as unknown[]) {
    const each = fields(version);
    if (!each) continue;
    const kept = schemaReferences(fields(each['schema'])?.['openAPIV3Schema']);
    if (kept) each['schema'] = { openAPIV3Schema: kept };
    else delete each['schema'];
  }
}
