import { rbacGap } from '../engines/rights.ts';
import { assumed, known, map, unknown, type Fact } from '../model/fact.ts';
import type { Context } from '../rules/context.ts';
import { judgements } from '../rules/run.ts';
import type { AnyRule, Breach } from '../rules/define.ts';
import { clusterRef, type Judged } from '../rules/subjects.ts';
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

type Decided = (typeof decidedByRules)[string];

function withDecision(threat: Threat): Threat {
  const row = decidedByRules[threat.id];
  return row ? { ...threat, severity: row.severity, decide: (context) => instancesOf(row, context) } : threat;
}

/** One instance for each subject that a rule judges; of rights only what is held, and else the question who else holds them. */
function* instancesOf({ rules, heldBy }: Decided, context: Context): Iterable<ThreatInstance> {
  let held = 0;
  for (const rule of rules) {
    for (const { judged, verdict } of judgements(rule, context)) {
      if (verdict === 'not-applicable') continue;
      if (rule.on === 'grant') {
        if (!verdict.known || verdict.value.length === 0 || !isHeldBy(judged, heldBy)) continue;
        held++;
      }
      yield instanceOf(rule, judged, verdict);
    }
  }
  if (held === 0 && rules.some((rule) => rule.on === 'grant')) yield { scope: clusterRef, message: 'no binding given grants it', exposed: unknown(rbacGap) };
}

function isHeldBy({ subject }: Judged, heldBy: Decided['heldBy']): boolean {
  if (heldBy === undefined || !('holders' in subject)) return true;
  return subject.holders.some(({ kind }) => (kind === 'ServiceAccount') === (heldBy === 'workloads'));
}

function instanceOf(rule: AnyRule, judged: Judged, verdict: Fact<readonly Breach[]>): ThreatInstance {
  const [first, ...rest] = verdict.known ? verdict.value : [];
  const subject = judged.container === undefined ? '' : `container ${judged.container}: `;
  if (!first) return { scope: judged.ref, message: `${subject}${rule.title}`, exposed: map(verdict, () => false) };
  const breaches = [first, ...rest];
  const shown = breaches.flatMap((breach) => breach.evidence);
  return {
    scope: first.object ?? judged.ref,
    message: `${subject}${breaches.map((breach) => breach.message).join('; ')}`,
    exposed: verdict.known && verdict.assumed ? assumed(true, ...shown) : known(true, ...shown),
    ...(first.factors ? { factors: first.factors } : {}),
  };
}
