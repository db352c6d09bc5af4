import { resolve } from 'node:path';
import { assess } from '../assess.ts';
import { clustersOf, collectCluster, collectWithPaths, SourceError, type Collected, type CollectOptions, type Progress } from '../collect/index.ts';
import { locator } from '../locate.ts';
import type { DecisionFile } from '../decisions/file.ts';
import type { OwnersOf } from '../decisions/owners.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Profile } from '../model/profile.ts';
import { parseVersion } from '../lang/version.ts';
import { decisionsOf } from './decisions.ts';
import { UsageError } from './exit.ts';
import type { Planner, PlanWishes } from './plan-wishes.ts';
import { startProgress } from './progress.ts';
import { sayUnread, unreadOf, whyNothing } from './unread.ts';

/** Options that every command which reads a cluster takes. */
export interface ReadOptions {
  readonly namespace?: string;
  readonly kubernetesVersion?: string;
  readonly openWorld?: boolean;
  /** The file of decisions; false for none, not even those on objects. */
  readonly config?: string | boolean;
  /** Themes of rules that are judged beside those of security. */
  readonly themes?: readonly string[];
  readonly owners?: OwnersOf;
  /** Hears how long everything takes. */
  readonly timings?: Profile;
  /** Where relative sources start. */
  readonly cwd?: string;
  /** Directories whose subdirectories are clusters of their own. */
  readonly clusterPer?: readonly string[];
  readonly allowRemote?: boolean;
  readonly helmValues?: readonly string[];
}

const manyObjects = 20_000;

/** Whether the plan is to be found as well, and which. */
export interface PlannedReadOptions extends ReadOptions, PlanWishes {
  readonly plan?: boolean;
}

/** Reads the sources of one cluster and assesses it; progress goes to stderr once it takes longer than a second. @throws SourceError for several */
export async function readAndAssess(sources: readonly string[], options: ReadOptions): Promise<Assessment> {
  checked(options);
  const decisions = decisionsOf(options.config);
  const given = sources.length === 0 ? ['.'] : sources;
  const collecting = await collectOptions(given, options);
  const progress = startProgress();
  const started = performance.now();
  try {
    const collected = await collectWithPaths(given, { ...collecting, onProgress: (now) => progress(`reading: ${soFar(now)}`) });
    options.timings?.add('reading', performance.now() - started);
    return judged(collected, clustersOf(given, collecting)[0]?.name ?? '', options, decisions, undefined, progress);
  } finally {
    progress('');
  }
}

/** As `readAndAssess`, for as many clusters as the sources describe, one after the other. */
export async function readAndAssessAll(sources: readonly string[], options: PlannedReadOptions): Promise<readonly Assessment[]> {
  checked(options);
  const decisions = decisionsOf(options.config);
  const given = sources.length === 0 ? ['.'] : sources;
  const collecting = await collectOptions(given, options);
  const plans = clustersOf(given, collecting);
  // Loaded where it is asked for.
  const planner = options.plan === true ? (await import('./plan-wishes.ts')).plannerOf(options) : undefined;
  const progress = startProgress();
  const assessments: Assessment[] = [];
  try {
    for (const plan of plans) {
      const started = performance.now();
      const collected = await collectCluster(plan, { ...collecting, onProgress: (now) => progress(`reading ${plans.length > 1 ? `${plan.name}: ` : ''}${soFar(now)}`) });
      options.timings?.add('reading', performance.now() - started);
      // A directory that was found by splitting another may be one of documents.
      if (plan.found && plans.length > 1 && collected.snapshot.objects.length === 0 && collected.snapshot.problems.length === 0) continue;
      assessments.push(judged(collected, plan.name, options, decisions, planner, progress));
    }
    planner?.done();
  } finally {
    progress('');
  }
  return assessments;
}

function soFar({ files, objects, file, found }: Progress): string {
  return found === undefined ? `${files} files, ${objects} objects` : `${file}: ${found} files found`;
}

/** What collecting takes of the options of the command line. */
export async function collectOptions(given: readonly string[], { namespace, cwd, clusterPer, allowRemote, helmValues }: ReadOptions): Promise<CollectOptions> {
  return {
    ...(namespace === undefined ? {} : { namespace }), ...(cwd === undefined ? {} : { cwd }), ...(clusterPer === undefined ? {} : { clusterPer }),
    ...(allowRemote === undefined ? {} : { allowRemote }), ...(helmValues === undefined ? {} : { helmValues }), ...(await stdinIfAsked(given)),
  };
}

function judged({ snapshot, paths, name: own }: Collected, name: string, options: ReadOptions, decisions: DecisionFile | undefined, planner: Planner | undefined, progress: ReturnType<typeof startProgress>): Assessment {
  // Judging does not come back before it is done: said early where it will take a while.
  progress(`judging ${snapshot.objects.length} objects`, snapshot.objects.length > manyObjects);
  const files = options.cwd === undefined ? paths : new Map([...paths].map(([file, path]) => [file, typeof path === 'string' ? resolve(options.cwd ?? '.', path) : path]));
  return assess(snapshot, {
    name: own ?? name,
    locate: locator(files),
    ...(planner ? { plan: planner.in(files) } : {}),
    ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }),
    ...(decisions ? { decisions } : {}),
    ...(options.themes === undefined ? {} : { themes: options.themes }),
    ...(options.openWorld === true ? { openWorld: true } : {}),
    ...(options.owners ? { owners: options.owners } : {}),
    ...(options.timings ? { timed: options.timings.time } : {}),
  });
}

/** @throws UsageError for a version or namespace that cannot be one */
export function checked({ kubernetesVersion, namespace }: ReadOptions): void {
  if (kubernetesVersion !== undefined && !parseVersion(kubernetesVersion)) {
    throw new UsageError(`--kubernetes-version ${kubernetesVersion} is no Kubernetes version`, 'Such as: --kubernetes-version 1.34');
  }
  if (namespace !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new UsageError(`--namespace ${namespace} is no name of a namespace`, 'Small letters, digits and dashes, at most 63.');
  }
}

/**
 * An answer about a cluster of which nothing was read would pass for one, and one that leaves a part out must say so.
 * @returns the exit status where nothing else decides it
 * @throws SourceError where no object was read
 */
export function demandObjects(snapshot: Pick<Snapshot, 'objects' | 'problems' | 'skipped'>, sources: readonly string[]): number {
  const unread = unreadOf(snapshot);
  if (snapshot.objects.length === 0) throw new SourceError(`${sources.join(' ')}: no Kubernetes object found`, whyNothing(unread));
  return sayUnread(unread);
}

/** The bytes of standard input where `-` is among the sources. */
export async function stdinIfAsked(sources: readonly string[]): Promise<{ readonly stdin?: Uint8Array }> {
  return sources.includes('-') ? { stdin: await readStdin() } : {};
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
