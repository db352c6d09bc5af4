import type { Interner } from './intern.ts';
import { fields, type Fields } from './read.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What is read of `status`, by kind; all other status is dropped, since nothing here asks for it. */
const keptStatus: Readonly<Record<string, readonly string[]>> = {
  Pod: ['phase', 'hostIP', 'podIP', 'podIPs', 'containerStatuses', 'initContainerStatuses'],
  Node: ['addresses', 'nodeInfo', 'features', 'runtimeHandlers'],
  Service: ['loadBalancer'],
  Ingress: ['loadBalancer'],
  CertificateSigningRequest: ['conditions'],
  PersistentVolume: ['phase'],
  PersistentVolumeClaim: ['phase'],
  Namespace: ['phase'],
};
const keptPodStatus = ['name', 'imageID'];

/**
 * Cuts an object, in place, down to what any part of Glacis reads: no managedFields, no last-applied copy (it repeats what a
 * Secret held), little status, no schemas of custom resources. Equal parts of pods are shared.
 */
export function project(object: Fields, interner: Interner): void {
  const metadata = fields(object['metadata']);
  if (metadata) projectMetadata(metadata, interner);
  const kind = String(object['kind']);
  projectStatus(object, kind);
  if (kind === 'Pod') {
    const spec = fields(object['spec']);
    if (spec) interner.podSpec(spec, ownerOf(metadata));
  } else if (kind === 'CustomResourceDefinition') dropSchemas(fields(object['spec']));
  else if (keyHolders.has(kind)) dropKeys(object);
}

function ownerOf(metadata: Fields | undefined): string | undefined {
  const owners: unknown = metadata?.['ownerReferences'];
  const uid = Array.isArray(owners) ? fields(owners[0])?.['uid'] : undefined;
  return typeof uid === 'string' ? uid : undefined;
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

function projectMetadata(metadata: Fields, interner: Interner): void {
  delete metadata['managedFields'];
  delete metadata['selfLink'];
  delete metadata['resourceVersion'];
  delete metadata['generation'];
  const annotations = fields(metadata['annotations']);
  if (annotations) delete annotations[lastApplied];
  interner.map(metadata, 'labels');
  interner.map(metadata, 'annotations');
}

function projectStatus(object: Fields, kind: string): void {
  const status = fields(object['status']);
  if (!status) return;
  const kept = keptStatus[kind];
  if (!kept) {
    delete object['status'];
    return;
  }
  const small: Fields = {};
  for (const name of kept) if (status[name] !== undefined) small[name] = name.endsWith('ontainerStatuses') ? containerStatuses(status[name]) : status[name];
  object['status'] = small;
}

function containerStatuses(list: unknown): unknown {
  if (!Array.isArray(list)) return [];
  return list.map((status: unknown) => Object.fromEntries(keptPodStatus.map((name) => [name, fields(status)?.[name]])));
}

function dropSchemas(spec: Fields | undefined): void {
  if (!spec) return;
  delete spec['validation'];
  if (!Array.isArray(spec['versions'])) return;
  for (const version of spec['versions'] as unknown[]) {
    const each = fields(version);
    if (each) delete each['schema'];
  }
}
