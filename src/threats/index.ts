import { instancesOf } from './by-rules.ts';
import { decidedByRules } from './decided-by-rules.ts';
import { decisions } from './decisions/index.ts';
import type { Threat } from './define.ts';
import { administratorThreats } from './insider/administrator.ts';
import { providerThreats } from './insider/provider.ts';
import { userThreats } from './insider/user.ts';
import { cloudThreats } from './malicious-actor/cloud.ts';
import { clusterDnsThreats } from './malicious-actor/cluster-dns.ts';
import { containerRuntimeThreats } from './malicious-actor/container-runtime.ts';
import { etcdThreats } from './malicious-actor/etcd.ts';
import { hostThreats } from './malicious-actor/host.ts';
import { kubeApiserver } from './malicious-actor/kube-apiserver.ts';
import { kubeControllerManagerThreats } from './malicious-actor/kube-controller-manager.ts';
import { kubeProxyThreats } from './malicious-actor/kube-proxy.ts';
import { kubeSchedulerThreats } from './malicious-actor/kube-scheduler.ts';
import { kubeletThreats } from './malicious-actor/kubelet.ts';
import { networkThreats } from './malicious-actor/network.ts';
import { workloadThreats } from './malicious-actor/workload.ts';
import { containerThreats } from './supply-chain/container.ts';
import { infrastructureThreats } from './supply-chain/infrastructure.ts';

/** The catalogue in the order of its tables, with the decision procedures of this version. */
export const threats: readonly Threat[] = [
  ...containerThreats, ...infrastructureThreats, ...kubeApiserver, ...etcdThreats, ...kubeSchedulerThreats, ...kubeControllerManagerThreats,
  ...cloudThreats, ...kubeletThreats, ...containerRuntimeThreats, ...kubeProxyThreats, ...hostThreats, ...workloadThreats, ...networkThreats,
  ...clusterDnsThreats, ...administratorThreats, ...userThreats, ...providerThreats,
].map(withDecision);

/** A threat may be decided by what rules find, by a procedure of its own, or by both together. */
function withDecision(threat: Threat): Threat {
  const row = decidedByRules[threat.id];
  const own = decisions[threat.id];
  if (!row) return own ? { ...threat, severity: own.severity, decide: (context) => own.decide(context) } : threat;
  return { ...threat, severity: row.severity, decide: (context) => (own ? [...instancesOf(row, context), ...own.decide(context)] : instancesOf(row, context)) };
}
