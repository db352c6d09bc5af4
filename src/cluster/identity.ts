import { apiGroupOf, refKey, type KubernetesObject, type ObjectRef, type Origin } from '../model/object.ts';

/** Groups that served a kind before its present one; both name the same objects. */
const formerGroups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  extensions: {
    Deployment: 'apps', DaemonSet: 'apps', ReplicaSet: 'apps',
    Ingress: 'networking.k8s.io', NetworkPolicy: 'networking.k8s.io', PodSecurityPolicy: 'policy',
  },
};

/** Kinds without namespace that Glacis reads; every other kind is namespaced unless a definition given says otherwise. */
const clusterScoped = new Set([
  'Namespace', 'Node', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'APIService',
  'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'StorageClass', 'VolumeAttachment', 'CSIDriver', 'CSINode',
  'PriorityClass', 'RuntimeClass', 'IngressClass', 'GatewayClass', 'CertificateSigningRequest', 'FlowSchema',
  'PriorityLevelConfiguration', 'PodSecurityPolicy', 'SecurityContextConstraints', 'ClusterIssuer', 'ClusterSecretStore',
  'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy', 'ClusterPolicy', 'ClusterTrustBundle',
  'ComponentStatus', 'DeviceClass', 'ResourceSlice', 'StorageVersionMigration', 'ServiceCIDR', 'IPAddress',
]);

export function groupOf(object: KubernetesObject): string {
  const group = apiGroupOf(object.apiVersion);
  return formerGroups[group]?.[object.kind] ?? group;
}

/** The reference to an object as read. A namespaced object without namespace gets the empty one, which namespace rules skip. */
export function refOf(object: KubernetesObject, origin?: Origin): ObjectRef {
  const namespace = object.metadata.namespace ?? (clusterScoped.has(object.kind) ? undefined : '');
  return {
    apiGroup: groupOf(object),
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(namespace === undefined || clusterScoped.has(object.kind) ? {} : { namespace }),
    name: object.metadata.name,
    ...(origin ? { origin } : {}),
  };
}

export function isClusterScoped(kind: string): boolean {
  return clusterScoped.has(kind);
}

export function keyOf(kind: string, namespace: string | undefined, name: string, group: string): string {
  return refKey({ apiGroup: group, kind, name, ...(namespace === undefined ? {} : { namespace }) });
}
