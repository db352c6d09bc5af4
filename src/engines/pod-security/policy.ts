import { text } from '../../cluster/read.ts';
import { compareLevels, isLevel, policyMinor, type Level, type LevelVersion } from './levels.ts';

export const modes = ['enforce', 'audit', 'warn'] as const;
export type Mode = (typeof modes)[number];

/** What is asked of the pods of a namespace. */
export type PodSecurityPolicy = Readonly<Record<Mode, LevelVersion>>;

/** The cluster's default of each mode: as in a policy, or as a PodSecurityConfiguration writes `defaults`. What is left out is privileged, at the latest version. */
export type PolicyDefaults = Partial<Readonly<Record<Mode, Level | '' | Partial<LevelVersion>> & Record<`${Mode}-version`, string>>>;

export type Labels = Readonly<Record<string, string>>;

export interface ResolvedPolicy {
  readonly policy: PodSecurityPolicy;
  /** Names of the labels whose value is no level or version. */
  readonly invalidLabels: readonly string[];
}

const prefix = 'pod-security.kubernetes.io/';

export function levelLabel(mode: Mode): string {
  return `${prefix}${mode}`;
}

export function versionLabel(mode: Mode): string {
  return `${prefix}${mode}-version`;
}

/** What an invalid level turns into: enforcing fails closed, the other two fail open. */
const fallback: Readonly<Record<Mode, Level>> = { enforce: 'restricted', audit: 'privileged', warn: 'privileged' };

/**
 * The policy that a namespace's labels and the cluster's defaults make.
 * @throws RangeError where a default is invalid: the API server does not start with one
 */
export function resolvePodSecurityPolicy(labels: Labels = {}, defaults: PolicyDefaults = {}): ResolvedPolicy {
  const invalidLabels: string[] = [];
  const base = defaultPolicy(defaults);
  const resolved = (mode: Mode): LevelVersion => {
    const [level, version] = [text(labels[levelLabel(mode)]), text(labels[versionLabel(mode)])];
    if (level !== undefined && !isLevel(level)) invalidLabels.push(levelLabel(mode));
    if (version !== undefined && policyMinor(version) === undefined) invalidLabels.push(versionLabel(mode));
    return {
      level: level === undefined ? base[mode].level : isLevel(level) ? level : fallback[mode],
      version: version === undefined ? base[mode].version : policyMinor(version) === undefined ? 'latest' : version,
    };
  };
  const [enforce, audit, warn] = [resolved('enforce'), resolved('audit'), resolved('warn')];
  return { policy: { enforce, audit, warn: followed(labels, enforce, warn) }, invalidLabels };
}

/** Without a level of its own, warn follows a stricter valid enforce label, in its version too. A default for enforce is not followed. */
function followed(labels: Labels, enforce: LevelVersion, warn: LevelVersion): LevelVersion {
  const asked = text(labels[levelLabel('enforce')]);
  if (text(labels[levelLabel('warn')]) !== undefined || asked === undefined || !isLevel(asked) || compareLevels(asked, warn.level) <= 0) return warn;
  return { level: asked, version: text(labels[versionLabel('warn')]) === undefined ? enforce.version : warn.version };
}

export function defaultPolicy(defaults: PolicyDefaults = {}): PodSecurityPolicy {
  const of = (mode: Mode): LevelVersion => {
    const given = defaults[mode];
    const [level, version] = typeof given === 'object' ? [given.level, given.version] : [given, defaults[`${mode}-version`]];
    return checked(mode, level || 'privileged', version || 'latest');
  };
  return { enforce: of('enforce'), audit: of('audit'), warn: of('warn') };
}

function checked(mode: Mode, level: string, version: string): LevelVersion {
  if (!isLevel(level)) throw new RangeError(`the default of ${mode}, ${JSON.stringify(level)}, is no Pod Security level: privileged, baseline or restricted`);
  if (policyMinor(version) === undefined) throw new RangeError(`the default version of ${mode}, ${JSON.stringify(version)}, is no policy version: "latest" or "v1.N"`);
  return { level, version };
}
