import { fields, text, textMap, type Fields } from '../../cluster/read.ts';
import { evaluatePodSecurity } from './evaluate.ts';
import { byBytes, goQuoted } from './go-text.ts';
import { compareLevels, knownTo, levelText, type LevelVersion } from './levels.ts';
import type { Pod } from './pod.ts';
import { defaultPolicy, levelLabel, modes, resolvePodSecurityPolicy, versionLabel, type Labels, type PodSecurityPolicy, type ResolvedPolicy } from './policy.ts';
import { allowedSilently, isIn, refused, type AdmissionOptions, type PodSecurityDecision, type PodSecurityRequest } from './request.ts';

const mostPods = 3000;

/** The plug-in's answer to the creation or a change of a namespace: invalid labels are refused, pods that a new level would refuse are named. */
export function admitNamespace(request: PodSecurityRequest, options: AdmissionOptions): PodSecurityDecision {
  if (request.subresource !== '') return allowedSilently;
  const [now, old] = [fields(request.object), fields(request.oldObject)];
  if (!now) return refused('failed to decode namespace');
  const name = text(fields(now['metadata'])?.['name']) ?? request.name ?? '';
  const labels = labelsIn(now);
  const resolved = resolvePodSecurityPolicy(labels, options.defaults);
  const exempt = isIn(request.namespace ?? name, options.exemptions?.namespaces);
  const invalid = errorsOf(labels, resolved);
  if (request.operation === 'CREATE') {
    if (invalid.length > 0) return refused(invalidMessage(request.name ?? name, invalid));
    return exempt ? exemptAnswer(name, labels, resolved.policy, options) : allowedSilently;
  }
  if (!old) return refused('failed to decode  old namespace');
  const before = resolvePodSecurityPolicy(labelsIn(old), options.defaults);
  if (invalid.length > 0 && invalid.join() !== errorsOf(labelsIn(old), before).join()) return refused(invalidMessage(request.name ?? name, invalid));
  if (!isTightened(resolved.policy.enforce, before.policy.enforce)) return allowedSilently;
  if (exempt) return exemptAnswer(name, labels, resolved.policy, options);
  return { ...allowedSilently, warnings: podWarnings(name, resolved.policy.enforce, options) };
}

function labelsIn(namespace: Fields): Labels {
  return textMap(fields(namespace['metadata'])?.['labels']);
}

/** Another version counts as tighter, whichever is newer. */
function isTightened(now: LevelVersion, before: LevelVersion): boolean {
  if (now.level === 'privileged') return false;
  return now.version !== before.version || compareLevels(now.level, before.level) > 0;
}

function errorsOf(labels: Labels, { invalidLabels }: ResolvedPolicy): readonly string[] {
  return invalidLabels.map((label) => {
    const rule = label.endsWith('-version') ? 'must be "latest" or "v1.x"' : 'must be one of privileged, baseline, restricted';
    return `metadata.labels[${label}]: Invalid value: ${goQuoted(labels[label] ?? '')}: ${rule}`;
  });
}

function invalidMessage(name: string, errors: readonly string[]): string {
  return `Namespace ${goQuoted(name)} is invalid: ${errors.length === 1 ? errors.join() : `[${errors.join(', ')}]`}`;
}

/** One who labels an exempt namespace learns that the labels do nothing. */
function exemptAnswer(name: string, labels: Labels, policy: PodSecurityPolicy, { defaults }: AdmissionOptions): PodSecurityDecision {
  const base = defaultPolicy(defaults);
  const same = modes.every((mode) => (policy[mode].level === 'privileged' && base[mode].level === 'privileged') || levelText(policy[mode]) === levelText(base[mode]));
  if (same || modes.every((mode) => policy[mode].level === 'privileged')) return allowedSilently;
  const set = modes.filter((mode) => policy[mode].level !== 'privileged' && (labels[levelLabel(mode)] !== undefined || labels[versionLabel(mode)] !== undefined));
  const words = set.map((mode) => `${mode}=${levelText(policy[mode])}`).join(', ');
  return { ...allowedSilently, warnings: [`namespace ${goQuoted(name)} is exempt from Pod Security, and the policy (${words}) will be ignored`] };
}

/** Names the pods that the new level would refuse: one line for each set of reasons, with the first pod's name and how many more. */
function podWarnings(namespace: string, enforce: LevelVersion, { existingPods = [], exemptions, version }: AdmissionOptions): readonly string[] {
  const pods = prioritised(existingPods.filter((pod) => (text(fields(pod.metadata)?.['namespace']) ?? namespace) === namespace && !isIn(text(fields(pod.spec)?.['runtimeClassName']), exemptions?.runtimeClasses)));
  const byReasons = Map.groupBy(pods.slice(0, mostPods), (pod) => evaluatePodSecurity(pod, knownTo(enforce, version)).failed.map(({ reason }) => reason).join(', '));
  byReasons.delete('');
  const lines = [...byReasons].map(([reasons, violating]) => `${nameOfFirst(violating)}${others(violating.length - 1)}: ${reasons}`);
  return [
    ...(pods.length > mostPods ? [`new PodSecurity enforce level only checked against the first ${mostPods} of ${pods.length} existing pods`] : []),
    ...(lines.length > 0 ? [`existing pods in namespace ${goQuoted(namespace)} violate the new PodSecurity enforce level "${levelText(enforce)}"`] : []),
    ...lines.toSorted(byBytes),
  ];
}

function others(count: number): string {
  return count === 0 ? '' : count === 1 ? ' (and 1 other pod)' : ` (and ${count} other pods)`;
}

function nameOfFirst(pods: readonly Pod[]): string {
  return pods.map((pod) => text(fields(pod.metadata)?.['name']) ?? '').toSorted(byBytes)[0] ?? '';
}

/** One pod of each controller comes first, so that the limit leaves out repetitions. */
function prioritised(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<unknown>();
  const [first, repeated]: [Pod[], Pod[]] = [[], []];
  for (const pod of pods) {
    const owners = fields(pod.metadata)?.['ownerReferences'];
    const controller = Array.isArray(owners) ? owners.map((owner: unknown) => fields(owner)).find((owner) => owner?.['controller'] === true) : undefined;
    const uid = controller && (text(controller['uid']) ?? '');
    (uid !== undefined && seen.has(uid) ? repeated : first).push(pod);
    if (uid !== undefined) seen.add(uid);
  }
  return [...first, ...repeated];
}
