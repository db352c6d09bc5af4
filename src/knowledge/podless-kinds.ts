/** Groups of definitions that add no pods of their own: routes, certificates, policies, monitors, secrets, deployments from Git. */
const podless = /(^|\.)(cert-manager\.io|istio\.io|linkerd\.io|external-secrets\.io|bitnami\.com|kyverno\.io|gatekeeper\.sh|argoproj\.io|fluxcd\.io|traefik\.io|traefik\.containo\.us|projectcontour\.io|cilium\.io|projectcalico\.org|metallb\.io|snapshot\.storage\.k8s\.io|keda\.sh|getambassador\.io|konghq\.com|openshift\.io|secrets-store\.csi\.x-k8s\.io|gateway\.networking\.k8s\.io|policy\.sigstore\.dev|crd\.projectcalico\.org|autoscaling\.k8s\.io|goldilocks\.fairwinds\.com|reloader\.stakater\.com|aquasecurity\.github\.io|wgpolicyk8s\.io|dex\.coreos\.com|crossplane\.io|tekton\.dev)$/;
const monitors: ReadonlySet<string> = new Set(['ServiceMonitor', 'PodMonitor', 'PrometheusRule', 'Probe', 'ScrapeConfig', 'AlertmanagerConfig']);
const builtIn = /^(|apps|batch|autoscaling|policy|extensions|events|.*\.k8s\.io)$/;

/** Whether objects of that kind make no pods that only a live cluster would show; of kinds nobody knows, nobody can say. */
export function makesNoPods(group: string, kind: string): boolean {
  return builtIn.test(group) || podless.test(group) || (group === 'monitoring.coreos.com' && monitors.has(kind));
}
