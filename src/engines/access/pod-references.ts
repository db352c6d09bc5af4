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
  const found = [
    reference('serviceaccounts', spec['serviceAccountName']),
    ...list(spec, 'imagePullSecrets').map((secret) => reference('secrets', secret['name'])),
    ...containerLists.flatMap((name) => list(spec, name)).flatMap(ofContainer),
    ...list(spec, 'volumes').flatMap((volume) => ofVolume(volume, nameOf(pod))),
    ...ofClaims(pod, spec),
  ];
  return found.filter((each): each is PodReference => each !== undefined);
}

function ofContainer(container: Fields): readonly (PodReference | undefined)[] {
  const values = list(container, 'env').map((variable) => fields(variable['valueFrom']) ?? {});
  return [
    ...list(container, 'envFrom').flatMap((from) => [reference('secrets', at(from, 'secretRef', 'name')), reference('configmaps', at(from, 'configMapRef', 'name'))]),
    ...values.flatMap((from) => [reference('secrets', at(from, 'secretKeyRef', 'name')), reference('configmaps', at(from, 'configMapKeyRef', 'name'))]),
  ];
}

function ofVolume(volume: Fields, pod: string): readonly (PodReference | undefined)[] {
  const sources = list(fields(volume['projected']) ?? {}, 'sources');
  return [
    ...Object.keys(volume).map((kind) => (Object.hasOwn(secretsOfVolumes, kind) ? reference('secrets', at(volume, kind, ...(secretsOfVolumes[kind] ?? []))) : undefined)),
    ...sources.flatMap((source) => [reference('secrets', at(source, 'secret', 'name')), reference('configmaps', at(source, 'configMap', 'name'))]),
    reference('configmaps', at(volume, 'configMap', 'name')),
    reference('persistentvolumeclaims', at(volume, 'persistentVolumeClaim', 'claimName')),
    fields(volume['ephemeral']) ? reference('persistentvolumeclaims', `${pod}-${text(volume['name']) ?? ''}`) : undefined,
  ];
}

/** Claims by name, those made from a template (the pod's status knows their names), and the one for extended resources. */
function ofClaims(pod: KubernetesObject, spec: Fields): readonly (PodReference | undefined)[] {
  const status = fields(pod['status']) ?? {};
  const made = new Map(list(status, 'resourceClaimStatuses').map((claim) => [claim['name'], claim['resourceClaimName']]));
  return [
    ...list(spec, 'resourceClaims').map((claim) => reference('resourceclaims', claim['resourceClaimName'] ?? made.get(claim['name']))),
    reference('resourceclaims', at(status, 'extendedResourceClaimStatus', 'resourceClaimName')),
  ];
}

function reference(resource: PodReference['resource'], name: unknown): PodReference | undefined {
  return typeof name === 'string' && name !== '' ? { resource, name } : undefined;
}

function list(holder: Fields, name: string): readonly Fields[] {
  return entries(holder[name]).map(({ value }) => value);
}

function at(root: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => fields(value)?.[step], root);
}
