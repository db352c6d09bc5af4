import { Cluster } from '../cluster/cluster.ts';
import { collectWithPaths } from '../collect/index.ts';
import { compareLevels, levelLabel, levels, levelText, podSecurityConfiguration, surveyPodSecurity, type NamespaceSurvey, type PodSecurityConfiguration, type PodSecurityViolation } from '../engines/pod-security/index.ts';
import { newestPolicyMinor } from '../knowledge/pod-security.ts';
import { parseMinor } from '../lang/version.ts';
import { locator } from '../locate.ts';
import type { Location } from '../model/assessment.ts';
import { evidence } from '../model/evidence.ts';
import type { Locate } from '../model/locate.ts';
import { safeJson } from '../report/json.ts';
import { podSecurityScreen, type NamespaceReport, type PodSecurityReport, type ViolationReport } from '../report/terminal-pod-security.ts';
import { UsageError } from './exit.ts';
import { print, screenFor } from './print.ts';
import { checked, collectOptions, demandObjects, type ReadOptions } from './read.ts';

export interface PodSecurityOptions extends Pick<ReadOptions, 'namespace' | 'kubernetesVersion' | 'allowRemote' | 'helmValues'> {
  /** Its older name. */
  readonly version?: string;
  readonly format?: string;
  readonly output?: string;
}

/** `glacis pod-security`: what Pod Security asks of every namespace, what violates it, and what could be asked. */
export async function podSecurity(sources: readonly string[], { version: olderName, kubernetesVersion: version = olderName, format = 'terminal', output, ...reading }: PodSecurityOptions): Promise<number> {
  if (format !== 'terminal' && format !== 'json') throw new UsageError(`--format ${format} is not known`, 'One of: terminal, json');
  if (version !== undefined && parseMinor(version) === undefined) throw new UsageError(`--kubernetes-version ${version} is no Kubernetes version`, 'Such as: --kubernetes-version 1.34');
  checked(reading);
  const given = sources.length === 0 ? ['.'] : sources;
  const { snapshot, paths } = await collectWithPaths(given, await collectOptions(given, reading));
  const status = demandObjects(snapshot, given);
  const report = reportOf(Cluster.from(snapshot), version, locator(paths));
  print(format === 'json' ? `${safeJson(report)}\n` : podSecurityScreen(report, screenFor(output)), output);
  return status;
}

/** The version asked for, else the one read, else the newest known: one is needed for any answer. */
function versionOf(cluster: Cluster, asked: string | undefined): Pick<PodSecurityReport, 'kubernetesVersion' | 'versionFrom'> {
  if (asked !== undefined) return { kubernetesVersion: asked, versionFrom: 'given' };
  if (cluster.version.known) return { kubernetesVersion: cluster.version.value.text, versionFrom: 'read' };
  return { kubernetesVersion: `1.${newestPolicyMinor}`, versionFrom: 'newest-known' };
}

function reportOf(cluster: Cluster, asked: string | undefined, locate: Locate): PodSecurityReport {
  const version = versionOf(cluster, asked);
  const configuration = podSecurityConfiguration(cluster);
  const surveys = surveyPodSecurity(cluster, configuration, parseMinor(version.kubernetesVersion) ?? newestPolicyMinor);
  return {
    schema: 'glacis.pod-security/v1',
    ...version,
    defaults: defaultsOf(configuration, locate),
    namespaces: surveys.map((survey) => namespaceReport(survey, locate)),
    gaps: [...new Set([...configuration.gaps, ...surveys.flatMap(({ gaps }) => gaps)])],
  };
}

function defaultsOf({ ref, policy, exemptions: { usernames = [], namespaces = [], runtimeClasses = [] } }: PodSecurityConfiguration, locate: Locate): PodSecurityReport['defaults'] {
  return {
    assumed: ref === undefined,
    enforce: levelText(policy.enforce), audit: levelText(policy.audit), warn: levelText(policy.warn),
    location: ref ? locationOf(locate(evidence(ref, []))) : null,
    exemptions: { usernames, namespaces, runtimeClasses },
  };
}

function namespaceReport(survey: NamespaceSurvey, locate: Locate): NamespaceReport {
  const { name, modes, invalidLabels, exempt, workloads, exemptWorkloads, highest, violations, next } = survey;
  return {
    name, inForce: modes ?? null, invalidLabels, exempt, workloads, exemptWorkloads,
    highest: workloads === 0 ? null : highest,
    command: commandOf(survey),
    violations: violations.map((violation) => violationReport(violation, locate)),
    next: next.map((violation) => violationReport(violation, locate)),
  };
}

/** Never a laxer level than is enforced; where no level above privileged holds, the warnings that show the way. */
function commandOf({ name, modes, exempt, workloads, highest }: NamespaceSurvey): string | null {
  // Nobody should paste a name that a shell would read as more than a word.
  if (!/^[a-z0-9-]+$/.test(name) || exempt || workloads === 0) return null;
  const [mode, level] = highest === 'privileged' ? (['warn', levels[1]] as const) : (['enforce', highest] as const);
  if (modes && (compareLevels(level, modes[mode].level) <= 0 || compareLevels(level, modes.enforce.level) <= 0)) return null;
  return `kubectl label --overwrite namespace ${name} ${levelLabel(mode)}=${level}`;
}

function violationReport({ workload, asked, modes, failed, message }: PodSecurityViolation, locate: Locate): ViolationReport {
  const { kind, name } = workload.ref;
  return { kind, name, level: levelText(asked), modes, failed, message, location: locationOf(locate(workload.at())) };
}

function locationOf({ location }: { readonly location: Location | null }): Location | null {
  return location === null ? null : { file: location.file, line: location.line, column: location.column };
}
