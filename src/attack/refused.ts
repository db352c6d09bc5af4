import { fields, textMap } from '../cluster/read.ts';
import type { Workload } from '../cluster/workload.ts';
import type { AdmissionAnswer, Gate, Refusal } from '../engines/admission/index.ts';
import { makerOf } from '../engines/admission/index.ts';
import { mayExceed, refusingIn } from '../engines/admission/refusing.ts';
import { enforcedLevel } from '../engines/enforced-level.ts';
import { podSecurityConfiguration, refusalOf } from '../engines/pod-security/index.ts';
import { bootstrapMinors } from '../knowledge/bootstrap/index.ts';
import { newestPolicyMinor } from '../knowledge/pod-security.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { KubernetesObject } from '../model/object.ts';
import { remember } from '../model/remember.ts';
import type { AttackContext } from './context.ts';
import { constraintsGap, openOf } from './guards.ts';
import type { State } from './states.ts';

/** Why no pod of a workload runs, or perhaps none. */
export interface Refused {
  /** Surely: nobody is in its containers before what refuses them is out of the way. */
  readonly sure: boolean;
  /** What that takes, as states; undefined where nobody can take it away. */
  readonly behind: readonly State[] | undefined;
  /** What decides whether a pod of it runs: as things are, or with that out of the way. */
  readonly gaps: readonly Gap[];
}

const admission = 'admissionregistration.k8s.io';
const exemptGap: Gap = gap('person', 'gap/pod-maker', 'Who makes the pod? The API server lets pods of some users in whatever they ask for.');
const usedGap: Gap = gap('api', 'gap/quota-left', 'How much of the quota is used when the pods are made? kubectl describe resourcequota');

/** Workloads of which no pod was read, and whose pods are refused where they would run. Most namespaces refuse nothing: of their workloads none is asked for. */
export function refusedWorkloads(context: AttackContext): ReadonlyMap<Workload, Refused> {
  const { cluster, minor } = context;
  const found = new Map<Workload, Refused>();
  const hasLevel = remember((namespace: string) => isLeveled(namespace, context));
  const refusing = remember((namespace: string) => refusingIn(namespace, cluster));
  for (const workload of cluster.workloads) {
    const { planned, mirror, namespace } = workload;
    if (!planned || mirror || namespace === '') continue;
    // All that admission does is asked only where something may come of it.
    const others = refusing(namespace);
    if (!others.always && !mayExceed(podOf(workload), others, minor) && !(hasLevel(namespace) && isRefusedBySome(workload, context))) continue;
    const refused = refusedBy(workload, context);
    if (refused) found.set(workload, refused);
  }
  return found;
}

/** As its template or its file says it. */
function podOf({ object: { metadata }, namespace, spec }: Workload): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: metadata.name, namespace }, spec };
}

function isLeveled(namespace: string, { cluster }: AttackContext): boolean {
  const level = cluster.find('Namespace', '', undefined, namespace) && enforcedLevel(cluster, namespace);
  return level?.known === true && level.value !== 'privileged';
}

/** By its level, at the version of the cluster or, where none is known, at any. */
function isRefusedBySome(workload: Workload, { cluster, minor }: AttackContext): boolean {
  const configuration = podSecurityConfiguration(cluster);
  return (minor === undefined ? [bootstrapMinors.oldest, newestPolicyMinor] : [minor]).some((each) => refusalOf(workload, cluster, configuration, each) !== undefined);
}

function refusedBy(workload: Workload, context: AttackContext): Refused | undefined {
  const { cluster, guards } = context;
  const answer = guards.ofWorkload(workload);
  // Accounts that were not given may come with another file.
  const refusals = answer.refusals.filter(({ gate: { kind } }) => kind !== 'service-account');
  const otherwise = versionGaps(workload, context);
  if (refusals.length === 0) return otherwise.length > 0 ? { sure: false, behind: [], gaps: otherwise } : undefined;
  const doubts = refusals.map((refusal) => doubtsOf(refusal, workload, context, otherwise));
  const changed = answer.gates.some((gate) => mayChange(gate, context));
  const sure = changed ? [] : refusals.filter((_, index) => doubts[index]?.length === 0);
  const gaps = [...new Set([...openQuestions(answer, changed), ...doubts.flat()])];
  if (sure.length === 0) return { sure: false, behind: [], gaps: gaps.length > 0 || cluster.version.known ? gaps : cluster.version.gaps };
  const behind = sure.map(({ gate }) => openOf(gate, workload.namespace));
  return { sure: true, behind: behind.every((state) => state !== undefined) ? [...new Set(behind)] : undefined, gaps };
}

function openQuestions({ gaps, gates }: AdmissionAnswer, changed: boolean): readonly Gap[] {
  // Nor is it known of pods that are let in whether their account is there.
  const open = gaps.filter(({ id }) => !id.startsWith('gap/service-account/'));
  return changed && gates.some(({ kind }) => kind === 'security-context-constraints') ? [...open, constraintsGap] : open;
}

/** What comes before the checks and may make of the pod one that passes them. */
function mayChange({ kind, name, part, namespace }: Gate, { cluster }: AttackContext): boolean {
  if (kind === 'mutating-webhook' || kind === 'mutating-policy' || kind === 'security-context-constraints') return true;
  if (kind !== 'kyverno') return false;
  const policy = cluster.find(namespace === undefined ? 'ClusterPolicy' : 'Policy', 'kyverno.io', namespace, name);
  const rules = fields(policy?.['spec'])?.['rules'];
  return !Array.isArray(rules) || rules.some((rule: unknown) => fields(rule)?.['name'] === part && fields(rule)?.['mutate'] !== undefined);
}

/** What was not read and could turn one refusal. */
function doubtsOf({ gate: { kind, name }, message }: Refusal, { object, namespace }: Workload, { cluster }: AttackContext, otherwise: readonly Gap[]): readonly Gap[] {
  const byAnybody = makerOf(object.kind) === undefined;
  switch (kind) {
    case 'pod-security':
      return byAnybody && (podSecurityConfiguration(cluster).exemptions.usernames ?? []).length > 0 ? [exemptGap, ...otherwise] : otherwise;
    case 'validating-policy':
      return byAnybody && /userInfo|authorizer/.test(JSON.stringify(cluster.find('ValidatingAdmissionPolicy', admission, undefined, name) ?? '')) ? [exemptGap] : [];
    case 'resource-quota': {
      // What others use today may be free tomorrow.
      const used = textMap(fields(cluster.find('ResourceQuota', '', namespace, name)?.['status'])?.['used']);
      if (Object.values(used).some((amount) => amount !== '0')) return [usedGap];
      const ranges = cluster.list('LimitRange', '', namespace);
      return message.includes('must specify') && !ranges.known ? ranges.gaps : [];
    }
    case 'limit-range':
      return [];
    default:
      return [constraintsGap];
  }
}

/** Where no version is known: what it decides, if Pod Security refuses the pods of the workload in one and not in another. */
function versionGaps(workload: Workload, { cluster }: AttackContext): readonly Gap[] {
  if (cluster.version.known) return [];
  const configuration = podSecurityConfiguration(cluster);
  const [oldest, newest] = [bootstrapMinors.oldest, newestPolicyMinor].map((minor) => refusalOf(workload, cluster, configuration, minor) !== undefined);
  return oldest === newest ? [] : cluster.version.gaps;
}
