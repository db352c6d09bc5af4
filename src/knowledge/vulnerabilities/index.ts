// Known flaws of what clusters are made of: facts of the Go vulnerability database, the feeds of the Kubernetes project, the
// CVE program and single advisories, read in November 2026. Where feeds disagreed, the hand-kept one won. Entries without
// release numbers, and flaws of design that no release mends, are left out: settings decide those.

import { rememberMany } from '../../model/remember.ts';
import { addOnVulnerabilities } from './add-ons.ts';
import { componentVulnerabilities } from './components.ts';
import type { Vulnerability } from './define.ts';

export { kernelVulnerabilities } from './kernel.ts';
export type { Vulnerability } from './define.ts';

export const vulnerabilitiesReadOn = '2026-11-23';

const byProgram: ReadonlyMap<string, readonly Vulnerability[]> = Map.groupBy([...componentVulnerabilities, ...addOnVulnerabilities], ({ of }) => of);

/** The known flaws of a program, whatever its version. */
export function vulnerabilitiesOf(program: string): readonly Vulnerability[] {
  return byProgram.get(program) ?? [];
}

/** Programs whose version the tag of their image says, by the repository. */
export const programImages: readonly (readonly [program: string, image: RegExp])[] = [
  ['ingress-nginx', /(^|\/)ingress-nginx\/controller$|(^|\/)nginx-ingress-controller$/],
  ['cilium', /(^|\/)cilium\/cilium$/], ['calico', /(^|\/)calico\/node$/], ['flannel', /(^|\/)flannel(-io)?\/flannel$|(^|\/)coreos\/flannel$/], ['antrea', /(^|\/)antrea\/antrea-agent-[\w-]+$/],
  ['kube-router', /(^|\/)cloudnativelabs\/kube-router$/], ['argo-cd', /(^|\/)argoproj\/argocd$/], ['kyverno', /(^|\/)kyverno\/kyverno$/],
  ['cert-manager', /(^|\/)jetstack\/cert-manager-controller$/], ['contour', /(^|\/)projectcontour\/contour$/], ['istio', /(^|\/)istio\/pilot$/],
  ['harbor', /(^|\/)goharbor\/harbor-core$/], ['kong-ingress', /(^|\/)kong\/kubernetes-ingress-controller$/], ['kube-state-metrics', /(^|\/)kube-state-metrics\/kube-state-metrics$/],
  ['kubewarden', /(^|\/)kubewarden\/kubewarden-controller$/], ['sealed-secrets', /(^|\/)sealed-secrets-controller$/], ['secrets-store-csi-driver', /(^|\/)csi-secrets-store\/driver$/],
  ['tekton-pipelines', /(^|\/)tektoncd\/pipeline\/cmd\/controller$/], ['oauth2-proxy', /(^|\/)oauth2-proxy\/oauth2-proxy$/], ['buildkit', /(^|\/)moby\/buildkit$/],
  ['envoy-gateway', /(^|\/)envoyproxy\/gateway$/], ['kubevirt', /(^|\/)kubevirt\/virt-operator$/], ['local-path-provisioner', /(^|\/)rancher\/local-path-provisioner$/],
  ['nvidia-container-toolkit', /(^|\/)nvidia\/k8s\/container-toolkit$/], ['policy-controller', /(^|\/)sigstore\/policy-controller\/policy-controller$/], ['rancher', /(^|\/)rancher\/rancher$/],
  ['vault-secrets-webhook', /(^|\/)vault-secrets-webhook$/], ['csi-driver-nfs', /(^|\/)nfsplugin$/], ['csi-snapshotter', /(^|\/)sig-storage\/csi-snapshotter$/], ['azurefile-csi-driver', /(^|\/)azurefile-csi$/],
  ['coredns', /(^|\/)coredns(\/coredns)?$/], ['etcd', /(^|\/)(etcd|coreos\/etcd|etcd-development\/etcd)$/],
];

/** The program behind a repository, where its flaws are known here. */
export const programOf: (repository: string) => string | undefined = rememberMany((repository) => programImages.find(([, image]) => image.test(repository))?.[0]);
