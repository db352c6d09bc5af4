import { flagNamed, flagsOf, type FlagComponent } from '../knowledge/flags/index.ts';

const newest = 'v1.34.2';

/** An input that shows no component at all. */
export const nothingRead = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';

/** The mirror pod of a control-plane component with these flags; host directories are mounted where they stand on the host. */
export function withFlags(component: string, flags: readonly string[], version: string = newest, hostDirectories: readonly string[] = []): string {
  const command = [component, ...flags].map((word) => JSON.stringify(word)).join(', ');
  const mounts = hostDirectories.map((path, index) => `{name: host-${index}, mountPath: ${path}}`).join(', ');
  const volumes = hostDirectories.map((path, index) => `{name: host-${index}, hostPath: {path: ${path}}}`).join(', ');
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${component}-cp-1
  namespace: kube-system
  annotations: {kubernetes.io/config.mirror: "0"}
spec:
  containers:
    - name: ${component}
      image: registry.k8s.io/${component}:${version}
      command: [${command}]
      volumeMounts: [${mounts}]
  volumes: [${volumes}]
`;
}

/** A node and the configuration that kubeadm gives to its kubelet, or kube-proxy and its own, with one field set. */
export function withField(field: string, value: string, component: string = 'kubelet', version: string = newest): string {
  const row = component in flagsOf ? flagNamed(component as FlagComponent, field) : undefined;
  const path = (row?.field ?? field).split('.');
  const yaml = path.map((step, depth) => `${'  '.repeat(depth)}${step}:${depth === path.length - 1 ? ` ${value}` : ''}`).join('\n');
  return component === 'kube-proxy' ? withProxyFile(yaml, version) : withKubeletFile(yaml, version);
}

/** A node and the configuration that kubeadm gives to its kubelet. */
export function withKubeletFile(yaml: string, version: string = newest): string {
  return `apiVersion: v1
kind: Node
metadata: {name: worker-1}
status: {nodeInfo: {kubeletVersion: ${version}, containerRuntimeVersion: "containerd://2.1.4"}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kubelet-config, namespace: kube-system}
data:
  kubelet: |
${indented(yaml)}
`;
}

function withProxyFile(yaml: string, version: string): string {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata: {name: kube-proxy, namespace: kube-system}
spec:
  template:
    spec:
      containers:
        - name: kube-proxy
          image: registry.k8s.io/kube-proxy:${version}
          command: [/usr/local/bin/kube-proxy, --config=/var/lib/kube-proxy/config.conf]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kube-proxy, namespace: kube-system}
data:
  config.conf: |
${indented(yaml)}
`;
}

function indented(yaml: string): string {
  return yaml.split('\n').map((line) => `    ${line}`).join('\n');
}
