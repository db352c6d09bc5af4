/** One admission plug-in of kube-apiserver over the minors that have it. */
export interface AdmissionPlugin {
  readonly name: string;
  /** First and last minor that have it, where not all that the tables were read for. */
  readonly from?: number;
  readonly to?: number;
  readonly onByDefault: boolean;
}

const on = { onByDefault: true } as const;
const off = { onByDefault: false } as const;

/**
 * The plug-ins that rules and threats name, and all that are on by default. Source: AllOrderedPlugins and
 * DefaultOffAdmissionPlugins in k8s.io/kubernetes pkg/kubeapiserver/options/plugins.go, 1.29.6 to 1.37.2.
 */
export const admissionPlugins: readonly AdmissionPlugin[] = [
  { name: 'CertificateApproval', ...on },
  { name: 'CertificateSigning', ...on },
  { name: 'CertificateSubjectRestriction', ...on },
  { name: 'ClusterTrustBundleAttest', ...on },
  { name: 'DefaultIngressClass', ...on },
  { name: 'DefaultStorageClass', ...on },
  { name: 'DefaultTolerationSeconds', ...on },
  { name: 'JobValidation', from: 36, to: 36, ...on },
  { name: 'LimitRanger', ...on },
  { name: 'MutatingAdmissionPolicy', from: 32, ...on },
  { name: 'MutatingAdmissionWebhook', ...on },
  { name: 'NamespaceLifecycle', ...on },
  { name: 'NodeDeclaredFeatureValidator', from: 35, ...on },
  { name: 'PersistentVolumeClaimResize', ...on },
  { name: 'PodGroupProtection', from: 36, ...on },
  { name: 'PodGroupWorkloadExists', from: 36, to: 36, ...on },
  { name: 'PodResizeValidator', from: 36, ...on },
  { name: 'PodSecurity', ...on },
  { name: 'PodTopologyLabels', from: 33, ...on },
  { name: 'Priority', ...on },
  { name: 'ResourceQuota', ...on },
  { name: 'RuntimeClass', ...on },
  { name: 'ServiceAccount', ...on },
  { name: 'StorageObjectInUseProtection', ...on },
  { name: 'TaintNodesByCondition', ...on },
  { name: 'ValidatingAdmissionPolicy', ...on },
  { name: 'ValidatingAdmissionWebhook', ...on },
  { name: 'AlwaysAdmit', ...off },
  { name: 'AlwaysDeny', ...off },
  { name: 'AlwaysPullImages', ...off },
  { name: 'DenyServiceExternalIPs', ...off },
  { name: 'EventRateLimit', ...off },
  { name: 'ExtendedResourceToleration', ...off },
  { name: 'ImagePolicyWebhook', ...off },
  { name: 'LimitPodHardAntiAffinityTopology', ...off },
  { name: 'NamespaceAutoProvision', ...off },
  { name: 'NamespaceExists', ...off },
  { name: 'NodeRestriction', ...off },
  { name: 'OwnerReferencesPermissionEnforcement', ...off },
  { name: 'PersistentVolumeLabel', to: 30, ...off },
  { name: 'PodNodeSelector', ...off },
  { name: 'PodTolerationRestriction', ...off },
  { name: 'SecurityContextDeny', to: 29, ...off },
];

/** Names of the plug-ins that a kube-apiserver of that minor runs when no flag says otherwise, sorted. */
export function defaultAdmissionPlugins(minor: number): readonly string[] {
  return admissionPlugins
    .filter((plugin) => plugin.onByDefault && (plugin.from ?? 0) <= minor && minor <= (plugin.to ?? Infinity))
    .map((plugin) => plugin.name);
}
