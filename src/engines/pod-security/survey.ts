import type { Cluster } from '../../cluster/cluster.ts';
import { text } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import { gap, type Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { withAppArmorFields } from './app-armor.ts';
import type { PodSecurityConfiguration } from './configuration.ts';
import { defaultPod } from './defaults.ts';
import { evaluatePodSecurity, type Failure, type PodSecurityResult } from './evaluate.ts';
import { levels, levelText, policyMinor, type Level, type LevelVersion } from './levels.ts';
import { levelLabel, modes, resolvePodSecurityPolicy, versionLabel, type Mode } from './policy.ts';
import { isIn } from './request.ts';

/** Where the level of a mode comes from. */
export type LevelSource = 'label' | 'invalid label' | 'enforce label' | 'cluster default' | 'assumed';

export interface ModeInForce extends LevelVersion {
  readonly source: LevelSource;
}

/** A workload whose pods a level refuses. */
export interface PodSecurityViolation {
  readonly workload: Workload;
  readonly asked: LevelVersion;
  /** The modes that ask for this level; none where it is only the next stricter one. */
  readonly modes: readonly Mode[];
  readonly failed: readonly Failure[];
  readonly message: string;
}

export interface NamespaceSurvey {
  /** Empty for objects of files that name no namespace. */
  readonly name: string;
  readonly object?: KubernetesObject;
  /** Unknown where the Namespace object was not given. */
  readonly modes?: Readonly<Record<Mode, ModeInForce>>;
  readonly invalidLabels: readonly string[];
  /** Exempt by name: no label counts. */
  readonly exempt: boolean;
  readonly workloads: number;
  /** Workloads of an exempt runtime class, which no level refuses. */
  readonly exemptWorkloads: number;
  /** The strictest level that refuses none of the workloads given, at the version that enforce uses. */
  readonly highest: Level;
  readonly violations: readonly PodSecurityViolation[];
  /** What the level above the highest refuses. */
  readonly next: readonly PodSecurityViolation[];
  readonly gaps: readonly Gap[];
}

/**
 * What Pod Security asks of every namespace and which workloads do not meet it. Templates are judged as the pods they make.
 * @param minor of the API server: no policy version is newer than it
 */
export function surveyPodSecurity(cluster: Cluster, configuration: PodSecurityConfiguration, minor: number): readonly NamespaceSurvey[] {
  const names = [...new Set([...cluster.namespaces, ...cluster.workloads.filter(isLive).map(({ namespace }) => namespace)])].toSorted();
  return names.map((name) => surveyNamespace(cluster, name, configuration, minor));
}

function surveyNamespace(cluster: Cluster, name: string, configuration: PodSecurityConfiguration, minor: number): NamespaceSurvey {
  return survey(name, namespaceNamed(name, cluster), liveWorkloads(cluster, name), configuration, minor);
}

const namespaces = new WeakMap<Cluster, ReadonlyMap<string, KubernetesObject>>();

/** Of one name given twice the last. */
function namespaceNamed(name: string, cluster: Cluster): KubernetesObject | undefined {
  let byName = namespaces.get(cluster);
  if (!byName) namespaces.set(cluster, (byName = new Map(cluster.given('Namespace').map((object) => [object.metadata.name, object]))));
  return byName.get(name);
}

const enforced = new WeakMap<PodSecurityConfiguration, Map<KubernetesObject | undefined, LevelVersion>>();

/** What enforce asks in a namespace: the same of all its workloads. */
function enforcedIn(object: KubernetesObject | undefined, configuration: PodSecurityConfiguration): LevelVersion {
  const ofObjects = enforced.get(configuration) ?? new Map<KubernetesObject | undefined, LevelVersion>();
  enforced.set(configuration, ofObjects);
  let asked = ofObjects.get(object);
  if (!asked) ofObjects.set(object, (asked = resolvePodSecurityPolicy(object?.metadata.labels, configuration.defaults).policy.enforce));
  return asked;
}

/** Whether a level, at the version that enforce uses, refuses none of the workloads of a namespace; an exempt namespace no level counts for. */
export function couldEnforce(level: Level, cluster: Cluster, name: string, configuration: PodSecurityConfiguration, minor: number): boolean {
  if (isIn(name, configuration.exemptions.namespaces)) return false;
  const { version } = enforcedIn(namespaceNamed(name, cluster), configuration);
  return judgedOf(liveWorkloads(cluster, name), configuration).every((workload) => judged(workload, { level, version }, minor).allowed);
}

/** What the level that a namespace enforces says of the pods of a workload; undefined where nothing there refuses any. @param minor of the API server */
export function refusalOf(workload: Workload, cluster: Cluster, configuration: PodSecurityConfiguration, minor: number): (PodSecurityResult & { readonly asked: LevelVersion }) | undefined {
  if (!isLive(workload) || isIn(workload.namespace, configuration.exemptions.namespaces) || isExempt(workload, configuration)) return undefined;
  const asked = enforcedIn(namespaceNamed(workload.namespace, cluster), configuration);
  if (asked.level === 'privileged') return undefined;
  const result = judgedOnce(workload, asked, minor);
  return result.allowed ? undefined : { ...result, asked };
}

const results = new WeakMap<Workload, Map<string, PodSecurityResult>>();

/** Rules and the attack graph ask the same of a workload. */
function judgedOnce(workload: Workload, asked: LevelVersion, minor: number): PodSecurityResult {
  const ofWorkload = results.get(workload) ?? new Map<string, PodSecurityResult>();
  results.set(workload, ofWorkload);
  const key = `${levelText(asked)} ${minor}`;
  let result = ofWorkload.get(key);
  if (!result) ofWorkload.set(key, (result = judged(workload, asked, minor)));
  return result;
}

/** Workloads of an exempt runtime class no level refuses. */
function judgedOf(workloads: readonly Workload[], configuration: PodSecurityConfiguration): readonly Workload[] {
  return workloads.filter((workload) => !isExempt(workload, configuration));
}

function isExempt({ spec }: Workload, { exemptions }: PodSecurityConfiguration): boolean {
  return isIn(text(spec['runtimeClassName']), exemptions.runtimeClasses);
}

/** The workloads of a namespace that run, or may at any time. */
export function liveWorkloads(cluster: Cluster, namespace: string): readonly Workload[] {
  return cluster.workloadsIn(namespace).filter(isLive);
}

/** A bare pod that ended needs nothing any more; a template may make a pod at any time. */
function isLive({ object, running }: Workload): boolean {
  return object.kind !== 'Pod' || running > 0;
}

function survey(name: string, object: KubernetesObject | undefined, all: readonly Workload[], configuration: PodSecurityConfiguration, minor: number): NamespaceSurvey {
  const { exemptions, gaps } = configuration;
  const workloads = judgedOf(all, configuration);
  const exempt = isIn(name, exemptions.namespaces);
  const { policy, invalidLabels } = resolvePodSecurityPolicy(object?.metadata.labels, configuration.defaults);
  const inForce = object && modesOf(object, policy, invalidLabels, configuration);
  const judge = (asked: LevelVersion, of: readonly Mode[]): readonly PodSecurityViolation[] => workloads.flatMap((workload) => {
    const { allowed, failed, message } = judged(workload, asked, minor);
    return allowed ? [] : [{ workload, asked, modes: of, failed, message }];
  });
  const { version } = policy.enforce;
  const refused = (level: Level): readonly PodSecurityViolation[] => judge({ level, version }, []);
  const highest = levels.findLast((level) => refused(level).length === 0) ?? 'privileged';
  const above = levels[levels.indexOf(highest) + 1];
  return {
    name, ...(object ? { object } : {}), ...(inForce ? { modes: inForce } : {}), invalidLabels, exempt,
    workloads: all.length, exemptWorkloads: all.length - workloads.length, highest,
    violations: exempt || !inForce ? [] : [...Map.groupBy(modes, (mode) => levelText(policy[mode])).values()].flatMap((same) => (same[0] ? judge(policy[same[0]], same) : [])),
    next: above ? refused(above) : [],
    gaps: object || name === '' ? (inForce && Object.values(inForce).some(({ source }) => source === 'assumed') ? gaps : []) : [gap('api', `gap/namespace/${name}`, `Which Pod Security level does namespace ${name} enforce? kubectl get namespace ${name} -o yaml`)],
  };
}

function judged(workload: Workload, { level, version }: LevelVersion, minor: number): PodSecurityResult {
  const asked = Math.min(policyMinor(version) ?? minor, minor);
  const pod = withAppArmorFields(defaultPod({ metadata: { annotations: workload.annotations }, spec: workload.spec }), minor);
  return evaluatePodSecurity(pod, { level, version: `v1.${asked}` });
}

function modesOf({ metadata: { labels = {} } }: KubernetesObject, policy: Readonly<Record<Mode, LevelVersion>>, invalid: readonly string[], { ref, policy: defaults }: PodSecurityConfiguration): Readonly<Record<Mode, ModeInForce>> {
  const sourceOf = (mode: Mode): LevelSource => {
    if (invalid.includes(levelLabel(mode)) || invalid.includes(versionLabel(mode))) return 'invalid label';
    if (labels[levelLabel(mode)] !== undefined) return 'label';
    if (policy[mode].level !== defaults[mode].level) return 'enforce label';
    return ref ? 'cluster default' : 'assumed';
  };
  const of = (mode: Mode): ModeInForce => ({ ...policy[mode], source: sourceOf(mode) });
  return { enforce: of('enforce'), audit: of('audit'), warn: of('warn') };
}
