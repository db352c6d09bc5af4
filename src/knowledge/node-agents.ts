/** Agents that cannot do their work without access to the node, by the repository name of their image. */
export interface NodeAgent {
  readonly what: 'CNI' | 'CSI driver' | 'node agent';
  readonly image: RegExp;
}

/** Findings on these stay, marked as needed by design, and are listed after the others. */
export const nodeAgents: readonly NodeAgent[] = [
  { what: 'CNI', image: /(^|\/)(calico\/(node|cni)|cilium\/cilium|flannel(-cni-plugin)?|kube-router|antrea-agent[\w-]*|weave-kube|kindnetd|multus-cni|amazon-k8s-cni(-init)?|ovn-kubernetes)$/ },
  { what: 'CSI driver', image: /(^|\/)([\w-]*csi[\w-]*driver[\w-]*|cephcsi|csi-node-driver-registrar|longhorn-(manager|instance-manager))$/ },
  { what: 'node agent', image: /(^|\/)(node-exporter|node-problem-detector|nvidia-device-plugin|k8s-device-plugin|node-feature-discovery)$/ },
];
