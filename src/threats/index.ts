import { known, map } from '../model/fact.ts';
import type { Context } from '../rules/context.ts';
import { judgements } from '../rules/run.ts';
import type { AnyRule } from '../rules/define.ts';
import { decidedByRules } from './decided-by-rules.ts';
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
import type { ThreatInstance } from './verdict.ts';

/** The catalogue in the order of its tables, with the decision procedures of this version. */
export const threats: readonly Threat[] = [
  ...containerThreats, ...infrastructureThreats, ...kubeApiserver, ...etcdThreats, ...kubeSchedulerThreats, ...kubeControllerManagerThreats,
  ...cloudThreats, ...kubeletThreats, ...containerRuntimeThreats, ...kubeProxyThreats, ...hostThreats, ...workloadThreats, ...networkThreats,
  ...clusterDnsThreats, ...administratorThreats, ...userThreats, ...providerThreats,
].map(withDecision);

function withDecision(threat: Threat): Threat {
  const row = decidedByRules[threat.id];
  return row ? { ...threat, severity: row.severity, decide: (context) => instancesOf(row.rules, context) } : threat;
}

/** One instance for each subject that a rule judges. */
function* instancesOf(rules: readonly AnyRule[], context: Context): Iterable<ThreatInstance> {
  for (const rule of rules) {
    for (const { judged, verdict } of judgements(rule, context)) {
      if (verdict === 'not-applicable') continue;
      const exposed = verdict.known
        ? map(verdict, (breaches) => breaches.length > 0)
        : verdict;
      const breaches = verdict.known ? verdict.value : [];
      const shown = breaches.length > 0 ? known(true, ...breaches.flatMap((breach) => breach.evidence)) : exposed;
      const subject = judged.container === undefined ? '' : `container ${judged.container}: `;
      yield { scope: breaches[0]?.object ?? judged.ref, message: `${subject}${breaches.map((breach) => breach.message).join('; ') || rule.title}`, exposed: shown, ...(breaches[0]?.factors ? { factors: breaches[0].factors } : {}) };
    }
  }
}
