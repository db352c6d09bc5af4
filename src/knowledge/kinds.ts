/** Groups that served a kind before its present one; both name the same objects. */
export const formerGroups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  extensions: {
    Deployment: 'apps', DaemonSet: 'apps', ReplicaSet: 'apps',
    Ingress: 'networking.k8s.io', NetworkPolicy: 'networking.k8s.io', PodSecurityPolicy: 'policy',
  },
};

/** Kinds without namespace that Glacis reads; every other kind is namespaced unless a definition given says otherwise. */
export const clusterScopedKinds: ReadonlySet<string> = new Set([
  'Namespace', 'Node', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'APIService',
  'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding', 'StorageClass', 'VolumeAttachment', 'CSIDriver', 'CSINode',
  'PriorityClass', 'RuntimeClass', 'IngressClass', 'GatewayClass', 'CertificateSigningRequest', 'FlowSchema',
  'PriorityLevelConfiguration', 'PodSecurityPolicy', 'SecurityContextConstraints', 'ClusterIssuer', 'ClusterSecretStore',
  'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy', 'ClusterPolicy', 'ClusterTrustBundle',
  'ComponentStatus', 'DeviceClass', 'ResourceSlice', 'StorageVersionMigration', 'ServiceCIDR', 'IPAddress',
]);
