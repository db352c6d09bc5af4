import { newestPolicyMinor } from '../../knowledge/pod-security.ts';
import type { Check, CheckVersion, Violation } from './check.ts';
import { checks } from './checks/index.ts';
import { byBytes } from './go-text.ts';
import { isLevel, policyMinor, type Level, type LevelVersion } from './levels.ts';
import { partsOf, type Pod } from './pod.ts';

/** One check that a pod fails. */
export interface Failure extends Violation {
  readonly id: string;
}

export interface PodSecurityResult {
  readonly allowed: boolean;
  readonly failed: readonly Failure[];
  /** What the admission plug-in writes after `violates PodSecurity "level:version": `; empty where the pod is allowed. */
  readonly message: string;
}

interface Running {
  readonly id: string;
  readonly run: CheckVersion['run'];
}

/**
 * Whether a level of the Pod Security Standards allows a pod, exactly as the API server's own evaluator says at that policy version.
 * The pod is taken in its stored form: see `defaultPod` for one from a manifest. A version newer than the newest known is evaluated as that one.
 * @throws RangeError for what is no level or version
 */
export function evaluatePodSecurity(pod: Pod, { level, version }: LevelVersion): PodSecurityResult {
  const minor = policyMinor(version);
  if (!isLevel(level)) throw new RangeError(`${JSON.stringify(level)} is no Pod Security level: privileged, baseline or restricted`);
  if (minor === undefined) throw new RangeError(`${JSON.stringify(version)} is no policy version: "latest" or "v1.N"`);
  if (level === 'privileged') return { allowed: true, failed: [], message: '' };
  const asked = Math.min(minor, newestPolicyMinor);
  const parts = partsOf(pod);
  const failed = runningAt(level, asked).flatMap(({ id, run }) => {
    const violation = run(parts, asked);
    return violation ? [{ id, ...violation }] : [];
  });
  return { allowed: failed.length === 0, failed, message: failed.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ') };
}

const cache = new Map<string, readonly Running[]>();

/** The checks of a level at a version, in the order of the messages: baseline, then restricted, each by id. */
function runningAt(level: Exclude<Level, 'privileged'>, minor: number): readonly Running[] {
  const key = `${level} ${minor}`;
  const found = cache.get(key);
  if (found) return found;
  const at = (of: Check['level']): readonly { readonly id: string; readonly version: CheckVersion }[] =>
    checks.filter((check) => check.level === of).toSorted((a, b) => byBytes(a.id, b.id)).flatMap(({ id, versions }) => {
      const version = versions.findLast(({ since }) => since <= minor);
      return version ? [{ id, version }] : [];
    });
  const restricted = level === 'restricted' ? at('restricted') : [];
  const replaced = new Set(restricted.map(({ version }) => version.replaces));
  const running = [...at('baseline').filter(({ id }) => !replaced.has(id)), ...restricted].map(({ id, version }) => ({ id, run: version.run }));
  cache.set(key, running);
  return running;
}
