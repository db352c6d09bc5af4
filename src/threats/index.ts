import { assumed, known, map, type Fact } from '../model/fact.ts';
import type { Context } from '../rules/context.ts';
import type { GrantSubject, Holder } from '../engines/rights.ts';
import { grantBreaches } from '../rules/grant-rule.ts';
import { isHeldByContainers } from '../rules/grant-holders.ts';
import { judgements } from '../rules/run.ts';
import type { AnyRule, Breach } from '../rules/define.ts';
import { subjectsOf, type Judged } from '../rules/subjects.ts';
import { decidedByRules, type DecidedByRules } from './decided-by-rules.ts';
import { decisions } from './decisions/index.ts';
import { isFinished, isUser, nobody, notSo, orElse } from './decisions/support.ts';
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

/** A threat may be decided by what rules find, by a procedure of its own, or by both together. */
function withDecision(threat: Threat): Threat {
  const row = decidedByRules[threat.id];
  const own = decisions[threat.id];
  if (!row) return own ? { ...threat, severity: own.severity, decide: (context) => own.decide(context) } : threat;
  return { ...threat, severity: row.severity, decide: (context) => (own ? [...instancesOf(row, context), ...own.decide(context)] : instancesOf(row, context)) };
}

const nowhere = { namespace: '' };

/** One instance for each subject that a rule judges; of rights only what is held, and else the question who else holds them. */
function instancesOf(row: DecidedByRules, context: Context): readonly ThreatInstance[] {
  const told: ThreatInstance[] = [];
  for (const rule of row.rules) {
    if (rule.on === 'grant') continue;
    for (const { judged, verdict } of judgements(rule, context)) {
      if (verdict === 'not-applicable' || isFinished(judged.workload)) continue;
      if (verdict.known && verdict.value.length === 0 && !(judged.workload && verdict.assumed)) {
        told.push(notSo(judged.workload ?? nowhere, judged.workload && row.refusedBy, context));
        continue;
      }
      const control = row.refusedBy && judged.workload && notSo(judged.workload, row.refusedBy, context).control;
      const instance = instanceOf(rule, judged, verdict);
      told.push(control ? { ...instance, control } : instance);
    }
  }
  return row.rules.some(({ on }) => on === 'grant') ? [...told, ...orElse(grantInstances(row, context), () => nobody(context))] : told;
}

/** A rule that leaves a grant to another rule still tells what the grant gives: a threat is there whoever names it. */
function* grantInstances({ rules, heldBy, clusterWide }: DecidedByRules, context: Context): Iterable<ThreatInstance> {
  for (const rule of rules) {
    if (rule.on !== 'grant') continue;
    for (const judged of subjectsOf(rule, context)) {
      const grant = judged.subject as GrantSubject;
      if (clusterWide === true && grant.namespace !== null) continue;
      const counts = (holder: Holder): boolean => (heldBy?.includes('workloads') === true && isHeldByContainers(holder)) || (heldBy?.includes('users') === true && isUser(holder, context));
      if (heldBy !== undefined && !grant.holders.some(counts)) continue;
      const verdict = grantBreaches(rule, grant, context);
      if (!verdict.known || verdict.value.length > 0) yield instanceOf(rule, judged, verdict);
    }
  }
}

function instanceOf(rule: AnyRule, judged: Judged, verdict: Fact<readonly Breach[]>): ThreatInstance {
  const [first, ...rest] = verdict.known ? verdict.value : [];
  const subject = judged.container === undefined ? '' : `container ${judged.container}: `;
  if (!first) return { scope: judged.ref, message: `${subject}${verdict.known ? 'passes' : 'awaits'} ${rule.id}`, exposed: map(verdict, () => false) };
  const breaches = [first, ...rest];
  const shown = breaches.flatMap((breach) => breach.evidence);
  return {
    scope: first.object ?? judged.ref,
    message: `${subject}${breaches.map((breach) => breach.message).join('; ')}`,
    exposed: verdict.known && verdict.assumed ? assumed(true, ...shown) : known(true, ...shown),
    ...(first.factors ? { factors: first.factors } : {}),
  };
}
