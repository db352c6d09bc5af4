import { entries, fields, text, type Fields } from '../../cluster/read.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { nameOf } from './objects.ts';

/** Something of its own namespace that a pod needs, by which its node may read it. */
export interface PodReference {
  readonly resource: 'secrets' | 'configmaps' | 'persistentvolumeclaims' | 'resourceclaims' | 'serviceaccounts';
  readonly name: string;
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];

/** Volume kinds that name a Secret, with the path to the name. */
const secretsOfVolumes: Readonly<Record<string, readonly string[]>> = {
  azureFile: ['secretName'], secret: ['secretName'], csi: ['nodePublishSecretRef', 'name'],
  ...Object.fromEntries(['cephfs', 'cinder', 'flexVolume', 'rbd', 'scaleIO', 'iscsi', 'storageos'].map((kind) => [kind, ['secretRef', 'name']])),
};

/** Everything the Node authorizer ties to the pod, repeats possible. */
export function podReferences(pod: KubernetesObject): readonly PodReference[] {
  const spec = fields(pod['spec']) ?? {};
  const found: PodReference[] = [];
  const add: Add = (resource, name) => {
    if (typeof name === 'string' && name !== '') found.push({ resource, name });
  };
  add('serviceaccounts', spec['serviceAccountName']);
  for (const secret of list(spec, 'imagePullSecrets')) add('secrets', secret['name']);
  for (const name of containerLists) for (const container of list(spec, name)) addContainer(container, add);
  for (const volume of list(spec, 'volumes')) addVolume(volume, nameOf(pod), add);
  addClaims(pod, spec, add);
  return found;
}

/** Without a name it is no reference. */
type Add = (resource: PodReference['resource'], name: unknown) => void;

function addContainer(container: Fields, add: Add): void {
  for (const from of list(container, 'envFrom')) {
    add('secrets', at(from, 'secretRef', 'name'));
    add('configmaps', at(from, 'configMapRef', 'name'));
  }
  for (const { valueFrom } of list(container, 'env')) {
    add('secrets', at(valueFrom, 'secretKeyRef', 'name'));
    add('configmaps', at(valueFrom, 'configMapKeyRef', 'name'));
  }
}

function addVolume(volume: Fields, pod: string, add: Add): void {
  for (const kind of Object.keys(volume)) if (Object.hasOwn(secretsOfVolumes, kind)) add('secrets', at(volume, kind, ...(secretsOfVolumes[kind] ?? [])));
  for (const source of list(fields(volume['projected']) ?? {}, 'sources')) {
    add('secrets', at(source, 'secret', 'name'));
    add('configmaps', at(source, 'configMap', 'name'));
  }
  add('configmaps', at(volume, 'configMap', 'name'));
  add('persistentvolumeclaims', at(volume, 'persistentVolumeClaim', 'claimName'));
  if (fields(volume['ephemeral'])) add('persistentvolumeclaims', `${pod}-${text(volume['name']) ?? ''}`);
}

/** Claims by name, those made from a template (the pod's status knows their names), and the one for extended resources. */
function addClaims(pod: KubernetesObject, spec: Fields, add: Add): void {
  const status = fields(pod['status']) ?? {};
  const claims = list(spec, 'resourceClaims');
  const made = new Map(claims.length === 0 ? [] : list(status, 'resourceClaimStatuses').map((claim) => [claim['name'], claim['resourceClaimName']]));
  for (const claim of claims) add('resourceclaims', claim['resourceClaimName'] ?? made.get(claim['name']));
  add('resourceclaims', at(status, 'extendedResourceClaimStatus', 'resourceClaimName'));
}

function list(holder: Fields, name: string): readonly Fields[] {
  return holder[name] === undefined ? none : entries(holder[name]).map(({ value }) => value);
}

const none: readonly Fields[] = [];

function at(root: unknown, ...path: readonly string[]): unknown {
  let value = root;
  for (const step of path) value = fields(value)?.[step];
  return value;
}
