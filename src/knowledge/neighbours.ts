import { rememberMany } from '../model/remember.ts';

// Well-known programs beside the nine components that change a threat model, recognised by the repository of their image.

export type NeighbourKind =
  | 'ingress controller' | 'CNI' | 'CSI driver' | 'GitOps' | 'policy engine' | 'registry' | 'service mesh' | 'certificate manager' | 'secret store'
  | 'monitoring' | 'logging' | 'backup' | 'runtime detection' | 'node agent';

export interface KnownNeighbour {
  readonly kind: NeighbourKind;
  readonly name: string;
  /** Matches the repository without registry host, tag and digest. */
  readonly image: RegExp;
  /** It cannot do its work without access to its node: findings on it stay, marked as needed by design. */
  readonly needsNode?: true;
}

/** The first row that matches names the program. */
export const knownNeighbours: readonly KnownNeighbour[] = [
  { kind: 'CNI', name: 'Calico', image: /(^|\/)calico\/(node|cni|node-windows|pod2daemon-flexvol)$/, needsNode: true },
  { kind: 'CNI', name: 'Calico', image: /(^|\/)calico\/(kube-controllers|typha|apiserver)$|(^|\/)tigera\/operator$/ },
  { kind: 'CNI', name: 'Cilium', image: /(^|\/)cilium\/cilium$/, needsNode: true },
  { kind: 'CNI', name: 'Cilium', image: /(^|\/)cilium\/(operator[\w-]*|hubble-[\w-]+|cilium-envoy)$/ },
  { kind: 'CNI', name: 'Flannel', image: /(^|\/)flannel(-cni-plugin)?$/, needsNode: true },
  { kind: 'CNI', name: 'Weave Net', image: /(^|\/)weave-(kube|npc)$/, needsNode: true },
  { kind: 'CNI', name: 'Antrea', image: /(^|\/)antrea-agent[\w-]*$/, needsNode: true },
  { kind: 'CNI', name: 'kube-router', image: /(^|\/)kube-router$/, needsNode: true },
  { kind: 'CNI', name: 'kindnet', image: /(^|\/)kindnetd$/, needsNode: true },
  { kind: 'CNI', name: 'Multus', image: /(^|\/)multus(-cni)?$/, needsNode: true },
  { kind: 'CNI', name: 'Amazon VPC CNI', image: /(^|\/)amazon-k8s-cni(-init)?$/, needsNode: true },
  { kind: 'CNI', name: 'OVN-Kubernetes', image: /(^|\/)ovn-(kubernetes|kube[\w-]*)$/, needsNode: true },
  { kind: 'CSI driver', name: 'Secrets Store CSI driver', image: /(^|\/)secrets-store(-csi)?-driver$|(^|\/)csi-secrets-store\/driver$/, needsNode: true },
  { kind: 'CSI driver', name: 'Ceph CSI', image: /(^|\/)cephcsi$/, needsNode: true },
  { kind: 'CSI driver', name: 'Longhorn', image: /(^|\/)longhorn-(manager|instance-manager|engine)$/, needsNode: true },
  { kind: 'CSI driver', name: 'CSI driver', image: /(^|\/)([\w-]*csi[\w-]*(driver|plugin)[\w-]*|csi-node-driver-registrar)$/, needsNode: true },
  { kind: 'ingress controller', name: 'ingress-nginx', image: /(^|\/)ingress-nginx\/controller$|(^|\/)nginx-ingress-controller$/ },
  { kind: 'ingress controller', name: 'NGINX Ingress Controller', image: /(^|\/)nginx\/nginx-ingress$/ },
  { kind: 'ingress controller', name: 'Traefik', image: /(^|\/)traefik$/ },
  { kind: 'ingress controller', name: 'HAProxy Ingress', image: /(^|\/)(haproxytech\/kubernetes-ingress|jcmoraisjr\/haproxy-ingress)$/ },
  { kind: 'ingress controller', name: 'Contour', image: /(^|\/)projectcontour\/contour$/ },
  { kind: 'ingress controller', name: 'Kong', image: /(^|\/)kong\/kubernetes-ingress-controller$/ },
  { kind: 'ingress controller', name: 'Envoy Gateway', image: /(^|\/)envoyproxy\/gateway$/ },
  { kind: 'ingress controller', name: 'AWS Load Balancer Controller', image: /(^|\/)aws-load-balancer-controller$/ },
  { kind: 'GitOps', name: 'Argo CD', image: /(^|\/)(argoproj\/argocd|argocd)$/ },
  { kind: 'GitOps', name: 'Flux', image: /(^|\/)fluxcd\/(source|kustomize|helm|notification|image-reflector|image-automation)-controller$/ },
  { kind: 'GitOps', name: 'Fleet', image: /(^|\/)rancher\/fleet(-agent)?$/ },
  { kind: 'policy engine', name: 'Kyverno', image: /(^|\/)kyverno\/(kyverno|background-controller|cleanup-controller|reports-controller)$/ },
  { kind: 'policy engine', name: 'Gatekeeper', image: /(^|\/)openpolicyagent\/gatekeeper$/ },
  { kind: 'policy engine', name: 'Kubewarden', image: /(^|\/)kubewarden\/(kubewarden-controller|policy-server)$/ },
  { kind: 'policy engine', name: 'Sigstore policy-controller', image: /(^|\/)sigstore\/policy-controller[\w/-]*$/ },
  { kind: 'policy engine', name: 'Connaisseur', image: /(^|\/)connaisseur$/ },
  { kind: 'registry', name: 'Harbor', image: /(^|\/)goharbor\/harbor-core$/ },
  { kind: 'registry', name: 'Docker registry', image: /(^|\/)registry$/ },
  { kind: 'registry', name: 'Zot', image: /(^|\/)project-zot\/zot[\w-]*$/ },
  { kind: 'service mesh', name: 'Istio', image: /(^|\/)(istio(-release|-testing)?|registry\.istio\.io\/(release|testing))\/(install-cni|ztunnel)$/, needsNode: true },
  { kind: 'service mesh', name: 'Istio', image: /(^|\/)(istio(-release|-testing)?|registry\.istio\.io\/(release|testing))\/(pilot|proxyv2)$/ },
  { kind: 'service mesh', name: 'Linkerd', image: /(^|\/)linkerd\/(controller|proxy|policy-controller)$/ },
  { kind: 'service mesh', name: 'Consul', image: /(^|\/)hashicorp\/consul(-k8s-control-plane)?$/ },
  { kind: 'certificate manager', name: 'cert-manager', image: /(^|\/)jetstack\/cert-manager-(controller|webhook|cainjector)$/ },
  { kind: 'secret store', name: 'Vault', image: /(^|\/)hashicorp\/vault(-k8s)?$/ },
  { kind: 'secret store', name: 'External Secrets Operator', image: /(^|\/)external-secrets\/external-secrets$/ },
  { kind: 'secret store', name: 'Sealed Secrets', image: /(^|\/)sealed-secrets-controller$/ },
  { kind: 'monitoring', name: 'node-exporter', image: /(^|\/)node-exporter$/, needsNode: true },
  { kind: 'monitoring', name: 'Prometheus', image: /(^|\/)prometheus\/prometheus$|(^|\/)prom\/prometheus$|(^|\/)prometheus-operator$/ },
  { kind: 'monitoring', name: 'Alertmanager', image: /(^|\/)(prometheus|prom)\/alertmanager$/ },
  { kind: 'monitoring', name: 'Grafana', image: /(^|\/)grafana\/grafana(-enterprise)?$/ },
  { kind: 'monitoring', name: 'kube-state-metrics', image: /(^|\/)kube-state-metrics$/ },
  { kind: 'monitoring', name: 'metrics-server', image: /(^|\/)metrics-server$/ },
  { kind: 'monitoring', name: 'Datadog', image: /(^|\/)datadog\/(cluster-)?agent$|(^|\/)gcr\.io\/datadoghq\/agent$/, needsNode: true },
  { kind: 'logging', name: 'Fluent Bit', image: /(^|\/)fluent-bit$/ },
  { kind: 'logging', name: 'Fluentd', image: /(^|\/)fluentd[\w-]*$/ },
  { kind: 'logging', name: 'Vector', image: /(^|\/)timberio\/vector$/ },
  { kind: 'logging', name: 'Promtail', image: /(^|\/)grafana\/(promtail|alloy|agent)$/ },
  { kind: 'logging', name: 'Loki', image: /(^|\/)grafana\/loki$/ },
  { kind: 'logging', name: 'Filebeat', image: /(^|\/)beats\/filebeat$/ },
  { kind: 'logging', name: 'OpenTelemetry Collector', image: /(^|\/)opentelemetry-collector[\w-]*$/ },
  { kind: 'backup', name: 'Velero', image: /(^|\/)velero\/velero$/ },
  { kind: 'runtime detection', name: 'Falco', image: /(^|\/)falcosecurity\/falco[\w-]*$/, needsNode: true },
  { kind: 'runtime detection', name: 'Tetragon', image: /(^|\/)cilium\/tetragon$/, needsNode: true },
  { kind: 'runtime detection', name: 'Tracee', image: /(^|\/)aquasec\/tracee$/, needsNode: true },
  { kind: 'runtime detection', name: 'Sysdig', image: /(^|\/)sysdig\/agent[\w-]*$/, needsNode: true },
  { kind: 'node agent', name: 'node-problem-detector', image: /(^|\/)node-problem-detector$/, needsNode: true },
  { kind: 'node agent', name: 'NVIDIA device plug-in', image: /(^|\/)(nvidia\/k8s-device-plugin|nvidia-device-plugin|k8s-device-plugin)$/, needsNode: true },
  { kind: 'node agent', name: 'Node Feature Discovery', image: /(^|\/)node-feature-discovery$/, needsNode: true },
];

// One pattern for all of them: of thousands of repositories most are none.
const anyKnown = new RegExp(knownNeighbours.map(({ image }) => image.source).join('|'));
const byRepository = rememberMany((repository: string) => (anyKnown.test(repository) ? knownNeighbours.find(({ image }) => image.test(repository)) : undefined));

/** The program that an image reference is, as far as its repository says. */
export function neighbourOf(image: string): KnownNeighbour | undefined {
  return byRepository(repositoryOf(image));
}

/** `registry.example/a/b:1@sha256:…` without digest and tag. */
export const repositoryOf: (image: string) => string = rememberMany((image) => (image.split('@')[0] ?? '').replace(/:[^/:]*$/, ''));
