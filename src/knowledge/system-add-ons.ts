/** Registries and repositories that publish parts of clusters and nothing else. */
const registries: readonly RegExp[] = [
  /^(registry\.k8s\.io(?!\/etcd$)|k8s\.gcr\.io|gke\.gcr\.io|gcr\.io\/gke-release|mcr\.microsoft\.com\/(oss|aks)|quay\.io\/openshift-release-dev)\//,
  /^\d{12}\.dkr\.ecr\.[\w.-]+\.amazonaws\.com\/(eks|amazon)\//,
  /^public\.ecr\.aws\/(eks|eks-distro|ebs-csi-driver|efs-csi-driver|karpenter)\//,
  /^(docker\.io\/)?(rancher|calico|flannel|weaveworks)\//,
  /^quay\.io\/(cilium|calico|coreos|tigera|metallb)\//,
];

/** Repositories of cluster add-ons that people install in kube-system by their own instructions. */
const addOn = /(^|\/)(metrics-server|cluster-autoscaler[\w.-]*|aws-load-balancer-controller|node-local-dns|k8s-dns-[\w-]+|cluster-proportional-autoscaler|kube-vip|snapshot-controller|csi-[\w-]+|[\w-]*-csi-[\w-]+|kube-state-metrics|sealed-secrets-controller|node-problem-detector|nvidia-[\w-]*device-plugin|k8s-device-plugin|konnectivity[\w-]*)$/;

/** Whether an image is known to be a part of clusters rather than an application in one. */
export function isSystemAddOn(image: string): boolean {
  const repository = (image.split('@')[0] ?? '').replace(/:[^/:]*$/, '');
  return registries.some((registry) => registry.test(repository)) || addOn.test(repository);
}
