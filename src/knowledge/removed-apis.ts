/** A version of an API that API servers no longer serve. */
export interface RemovedApi {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  /** The minor from which it is gone: Kubernetes' guide to deprecated APIs. */
  readonly from: number;
  /** The version that took its place; left out where none did. */
  readonly now?: string;
  /** The fields are the same there, so that the version alone has to be changed. */
  readonly same?: true;
}

export const removedApis: readonly RemovedApi[] = [
  { apiVersion: 'extensions/v1beta1', kinds: ['Deployment', 'DaemonSet', 'ReplicaSet'], from: 16, now: 'apps/v1' },
  { apiVersion: 'apps/v1beta1', kinds: ['Deployment', 'StatefulSet'], from: 16, now: 'apps/v1' },
  { apiVersion: 'apps/v1beta2', kinds: ['Deployment', 'DaemonSet', 'ReplicaSet', 'StatefulSet'], from: 16, now: 'apps/v1' },
  { apiVersion: 'extensions/v1beta1', kinds: ['NetworkPolicy'], from: 16, now: 'networking.k8s.io/v1' },
  { apiVersion: 'extensions/v1beta1', kinds: ['PodSecurityPolicy'], from: 16 },
  { apiVersion: 'extensions/v1beta1', kinds: ['Ingress'], from: 22, now: 'networking.k8s.io/v1' },
  { apiVersion: 'networking.k8s.io/v1beta1', kinds: ['Ingress', 'IngressClass'], from: 22, now: 'networking.k8s.io/v1' },
  { apiVersion: 'apiextensions.k8s.io/v1beta1', kinds: ['CustomResourceDefinition'], from: 22, now: 'apiextensions.k8s.io/v1' },
  { apiVersion: 'apiregistration.k8s.io/v1beta1', kinds: ['APIService'], from: 22, now: 'apiregistration.k8s.io/v1' },
  { apiVersion: 'admissionregistration.k8s.io/v1beta1', kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'], from: 22, now: 'admissionregistration.k8s.io/v1' },
  { apiVersion: 'certificates.k8s.io/v1beta1', kinds: ['CertificateSigningRequest'], from: 22, now: 'certificates.k8s.io/v1' },
  { apiVersion: 'coordination.k8s.io/v1beta1', kinds: ['Lease'], from: 22, now: 'coordination.k8s.io/v1', same: true },
  { apiVersion: 'rbac.authorization.k8s.io/v1beta1', kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'], from: 22, now: 'rbac.authorization.k8s.io/v1', same: true },
  { apiVersion: 'rbac.authorization.k8s.io/v1alpha1', kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'], from: 22, now: 'rbac.authorization.k8s.io/v1' },
  { apiVersion: 'scheduling.k8s.io/v1beta1', kinds: ['PriorityClass'], from: 22, now: 'scheduling.k8s.io/v1', same: true },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: ['StorageClass', 'CSIDriver', 'CSINode', 'VolumeAttachment'], from: 22, now: 'storage.k8s.io/v1', same: true },
  { apiVersion: 'storage.k8s.io/v1beta1', kinds: ['CSIStorageCapacity'], from: 27, now: 'storage.k8s.io/v1', same: true },
  { apiVersion: 'batch/v1beta1', kinds: ['CronJob'], from: 25, now: 'batch/v1', same: true },
  { apiVersion: 'discovery.k8s.io/v1beta1', kinds: ['EndpointSlice'], from: 25, now: 'discovery.k8s.io/v1' },
  { apiVersion: 'policy/v1beta1', kinds: ['PodDisruptionBudget'], from: 25, now: 'policy/v1' },
  { apiVersion: 'policy/v1beta1', kinds: ['PodSecurityPolicy'], from: 25 },
  { apiVersion: 'node.k8s.io/v1beta1', kinds: ['RuntimeClass'], from: 25, now: 'node.k8s.io/v1', same: true },
  { apiVersion: 'autoscaling/v2beta1', kinds: ['HorizontalPodAutoscaler'], from: 25, now: 'autoscaling/v2' },
  { apiVersion: 'autoscaling/v2beta2', kinds: ['HorizontalPodAutoscaler'], from: 26, now: 'autoscaling/v2', same: true },
  { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta1', kinds: ['FlowSchema', 'PriorityLevelConfiguration'], from: 26, now: 'flowcontrol.apiserver.k8s.io/v1' },
  { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta2', kinds: ['FlowSchema', 'PriorityLevelConfiguration'], from: 29, now: 'flowcontrol.apiserver.k8s.io/v1' },
  { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3', kinds: ['FlowSchema', 'PriorityLevelConfiguration'], from: 32, now: 'flowcontrol.apiserver.k8s.io/v1' },
];

const byVersion: ReadonlyMap<string, readonly RemovedApi[]> = Map.groupBy(removedApis, ({ apiVersion }) => apiVersion);

/** The row of an object's version and kind; undefined where that version is still served by some supported release. */
export function removedApi(apiVersion: string, kind: string): RemovedApi | undefined {
  return byVersion.get(apiVersion)?.find(({ kinds }) => kinds.includes(kind));
}
