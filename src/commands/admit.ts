import { Cluster } from '../cluster/cluster.ts';
import { collect } from '../collect/index.ts';
import { groupsOf } from '../engines/access/index.ts';
import { PodAdmission, podMade, type AdmissionAnswer, type MadePod } from '../engines/admission/index.ts';
import { findComponents } from '../engines/components/index.ts';
import { disabledPlugIns } from '../engines/components/plug-ins.ts';
import { levelLabel, podSecurityConfiguration, type PodSecurityConfiguration } from '../engines/pod-security/index.ts';
import { newestPolicyMinor } from '../knowledge/pod-security.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { KubernetesObject } from '../model/object.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { safeJson } from '../report/json.ts';
import { admitScreen, type AdmitReport, type AdmittedPod } from '../report/terminal-admit.ts';
import { gapsOf } from './access.ts';
import { userAsked } from './actor.ts';
import { exit, UsageError } from './exit.ts';
import { print, screenFor } from './print.ts';
import { checked, collectOptions, type ReadOptions } from './read.ts';
import { sayUnread, unreadOf, whyNothing } from './unread.ts';

export interface AdmitOptions extends ReadOptions {
  /** The file with the pods and workloads that are asked about. */
  readonly pod: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly format?: string;
  readonly output?: string;
}

const administrator = { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const group = 'admissionregistration.k8s.io';
const policyKinds = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];
const policyGap: Gap = gap('api', 'gap/admission-policies', 'Are there admission policies and webhooks that were not given? kubectl get KIND -o yaml, for validatingadmissionpolicies, validatingadmissionpolicybindings, validatingwebhookconfigurations and mutatingwebhookconfigurations');

/** `glacis admit`: would each pod of a file be admitted, who refuses it, and what stands before it. */
export async function admit(sources: readonly string[], options: AdmitOptions): Promise<number> {
  checked(options);
  const given = sources.length === 0 ? ['.'] : sources;
  const stdin = await collectOptions([...given, options.pod], options);
  const beside = await collect([options.pod], stdin);
  const asked = beside.objects.flatMap((object) => {
    const made = podMade(object);
    return made ? [{ object, made }] : [];
  });
  if (asked.length === 0) throw new UsageError(`--pod ${options.pod} has no pod and no workload`, [...(beside.objects.length === 0 ? [whyNothing(unreadOf(beside))] : []), 'Give a file with a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob.'].join('\n'));
  // What stands in the file beside the pods is applied with them.
  const snapshot = await collect(given, stdin);
  const status = Math.max(sayUnread(unreadOf(snapshot)), given.includes(options.pod) ? exit.done : sayUnread(unreadOf(beside)));
  const cluster = Cluster.from(given.includes(options.pod) ? snapshot : together(snapshot, beside), { ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }), ...(options.openWorld === true ? { openWorld: true } : {}) });
  const report = reportOf(cluster, asked, options.as === undefined ? options : { ...options, as: userAsked(options.as, cluster) });
  print(options.format === 'json' ? `${safeJson(report)}\n` : admitScreen(report, screenFor(options.output)), options.output);
  return report.pods.every(({ allowed }) => allowed) ? status : Math.max(status, exit.failOn);
}

/** A file of pods is no cluster of its own, whatever the source is. */
function together(snapshot: Snapshot, beside: Snapshot): Snapshot {
  return { ...snapshot, objects: [...snapshot.objects, ...beside.objects], origins: new Map([...snapshot.origins, ...beside.origins]), secrets: new Map([...snapshot.secrets, ...beside.secrets]) };
}

function reportOf(cluster: Cluster, asked: readonly { readonly object: KubernetesObject; readonly made: MadePod }[], options: AdmitOptions): AdmitReport {
  const version = cluster.version.known ? cluster.version.value.text : undefined;
  const configuration = podSecurityConfiguration(cluster);
  const { defaults, exemptions } = configuration;
  const admission = PodAdmission.from(cluster.objects(), {
    ...gapsOf(cluster), podSecurity: { defaults, exemptions }, unread: (kind, namespace) => unread(cluster, kind, namespace), disabled: disabledPlugIns(findComponents(cluster)), ...(version === undefined ? {} : { version }),
  });
  const open = policyKinds.some((kind) => !cluster.list(kind, group).known) ? [policyGap] : [];
  const pods = asked.map(({ object, made }) => {
    const namespace = options.namespace ?? (object.metadata.namespace || 'default');
    const actor = made.actor ?? (options.as === undefined ? administrator : { user: options.as, groups: [...new Set([...groupsOf(options.as), ...(options.asGroup ?? [])])] });
    const answer = admission.admit({ pod: made.pod, namespace, actor });
    return podReport(object, namespace, actor.user, answer, [...answer.gaps, ...defaultGaps(cluster, namespace, configuration), ...open]);
  });
  return { schema: 'glacis.admit/v1', kubernetesVersion: version ?? `1.${newestPolicyMinor}`, versionKnown: version !== undefined, pods };
}

function podReport({ kind, metadata: { name } }: KubernetesObject, namespace: string, as: string, { allowed, refusals, warnings, gates, constraints }: AdmissionAnswer, gaps: readonly Gap[]): AdmittedPod {
  return { kind, name, namespace, as, allowed, refusals, warnings, gates, ...(constraints === undefined ? {} : { constraints }), gaps: [...new Set(gaps)] };
}

function unread(cluster: Cluster, kind: string, namespace: string): readonly Gap[] {
  const listed = cluster.list(kind, '', namespace);
  return listed.known ? [] : listed.gaps;
}

/** Which level a namespace without label has, the configuration of the API server says. */
function defaultGaps(cluster: Cluster, namespace: string, { gaps }: PodSecurityConfiguration): readonly Gap[] {
  const object = cluster.find('Namespace', '', undefined, namespace);
  return object && object.metadata.labels?.[levelLabel('enforce')] === undefined ? gaps : [];
}
