import { flagNamed } from '../knowledge/flags/index.ts';

/** The mirror pod of a control-plane component with these flags. */
export function withFlags(component: string, flags: readonly string[]): string {
  const command = [component, ...flags].map((word) => JSON.stringify(word)).join(', ');
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${component}-cp-1
  namespace: kube-system
  annotations: {kubernetes.io/config.mirror: "0"}
spec:
  containers:
    - name: ${component}
      image: registry.k8s.io/${component}:v1.34.2
      command: [${command}]
`;
}

/** A node and the configuration that kubeadm gives to its kubelet, with one field set. */
export function withField(field: string, value: string): string {
  const path = (flagNamed('kubelet', field)?.field ?? field).split('.');
  const yaml = path.map((step, depth) => `${'  '.repeat(depth + 2)}${step}:${depth === path.length - 1 ? ` ${value}` : ''}`).join('\n');
  return `apiVersion: v1
kind: Node
metadata: {name: worker-1}
status: {nodeInfo: {kubeletVersion: v1.34.2, containerRuntimeVersion: "containerd://2.1.4"}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kubelet-config, namespace: kube-system}
data:
  kubelet: |
${yaml}
`;
}
