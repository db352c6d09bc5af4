import { apiGroupOf, valueAt, type KubernetesObject } from '../model/object.ts';
import type { ObjectIndex } from './index-objects.ts';
import { podTemplateOf } from './templates.ts';

const deepest = 8;

/** The topmost object above this one that carries a pod template and was given; the object itself where there is none. */
export function rootOf(object: KubernetesObject, index: ObjectIndex): KubernetesObject {
  let root = object;
  for (let depth = 0; depth < deepest; depth++) {
    const owner = ownerOf(root, index);
    if (!owner || !podTemplateOf(owner)) return root;
    root = owner;
  }
  return root;
}

/** The controller of an object, where it was given and is really that one and not a later object of its name. */
export function ownerOf(object: KubernetesObject, index: ObjectIndex): KubernetesObject | undefined {
  const reference = object.metadata.ownerReferences?.find((owner) => owner.controller === true) ?? object.metadata.ownerReferences?.[0];
  if (!reference) return undefined;
  const group = apiGroupOf(reference.apiVersion);
  const { kind, name } = reference;
  const apiGroup = group === 'extensions' ? 'apps' : group;
  const owner = index.find({ apiGroup, kind, name, namespace: object.metadata.namespace ?? '' }) ?? index.find({ apiGroup, kind, name });
  if (!owner || owner === object) return undefined;
  const sameUid = reference.uid === undefined || owner.metadata.uid === undefined || reference.uid === owner.metadata.uid;
  return sameUid ? owner : undefined;
}

/** What manages the root: a custom resource that owns it, a Helm release, an Argo CD or Flux application, by their published marks. */
export function managerOf(root: KubernetesObject): string | undefined {
  const { labels = {}, annotations = {} } = root.metadata;
  const owner = root.metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (owner) return `${owner.kind} ${owner.name}`;
  const application = annotations['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels['argocd.argoproj.io/instance'];
  if (application) return `Argo CD application ${application}`;
  const kustomization = labels['kustomize.toolkit.fluxcd.io/name'];
  if (kustomization) return `Flux Kustomization ${kustomization}`;
  const fluxRelease = labels['helm.toolkit.fluxcd.io/name'];
  if (fluxRelease) return `Flux HelmRelease ${fluxRelease}`;
  const release = annotations['meta.helm.sh/release-name'];
  if (release) return `Helm release ${release}`;
  return labels['app.kubernetes.io/managed-by'] === 'Helm' && labels['app.kubernetes.io/instance']
    ? `Helm release ${labels['app.kubernetes.io/instance']}`
    : undefined;
}

/** Pods that ended keep their findings and are no running instances. */
export function isFinished(pod: KubernetesObject): boolean {
  const phase = valueAt(pod, ['status', 'phase']);
  return phase === 'Succeeded' || phase === 'Failed';
}
