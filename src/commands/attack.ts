import { AttackGraph, AttackQuestionError } from '../attack/attack-graph.ts';
import { endOf, isHidden } from '../attack/states.ts';
import { Cluster } from '../cluster/cluster.ts';
import { collectWithPaths } from '../collect/index.ts';
import { locator } from '../locate.ts';
import type { Locate } from '../model/locate.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { readReviews } from './as-seen-by.ts';
import { exit, nearest, UsageError } from './exit.ts';
import { startProgress } from './progress.ts';
import { checked, demandObjects, collectOptions, type ReadOptions } from './read.ts';

export interface AttackOptions extends ReadOptions {
  /** Files with the answers to SelfSubjectRulesReviews. */
  readonly asSeenBy?: readonly string[];
}

export interface ReadAttack {
  readonly graph: AttackGraph;
  readonly cluster: Cluster;
  readonly locate: Locate;
  /** What a reader must know of a review that stands for a token. */
  readonly notes: readonly string[];
  /** The exit status where nothing else decides it: not all that was given could be read. */
  readonly status: number;
  /** The files, or their bytes, by the names that origins carry. */
  readonly paths: ReadonlyMap<string, string | Uint8Array>;
}

const mostMeant = 4;
const kinds = 'An end is internet, cluster-admin, all-secrets, node-root:*, etcd, container:NAMESPACE/POD/NAME, pod:NAMESPACE/NAME, node:NAME, user:NAME, group:NAME, serviceaccount:NAMESPACE/NAME, secret:NAMESPACE/NAME, image:NAME, registry:HOST or cloud:ID.';

/** Reads the sources and works out what attackers reach. */
export async function readAttack(sources: readonly string[], options: AttackOptions): Promise<ReadAttack> {
  checked(options);
  const seen = options.asSeenBy;
  // A token that may read nothing has nothing to give but its review.
  const given = sources.length === 0 && !seen ? ['.'] : sources;
  const progress = startProgress();
  try {
    const { snapshot: read, paths } = await collectWithPaths(given, {
      ...(await collectOptions(given, options)),
      onProgress: ({ files, objects }) => progress(`reading: ${files} files, ${objects} objects`),
    });
    const status = given.length > 0 ? demandObjects(read, given) : exit.done;
    const reviews = seen && readReviews(seen, options.namespace, bareIn(read));
    const snapshot = reviews ? { ...read, objects: [...read.objects, ...reviews.objects] } : read;
    progress(`following ${snapshot.objects.length} objects`);
    const cluster = Cluster.from(snapshot, { ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }), ...(options.openWorld === true ? { openWorld: true } : {}) });
    return { graph: AttackGraph.of(cluster, { maybe: reviews?.maybe }), cluster, locate: locator(paths), paths, status, notes: reviews?.notes ?? [] };
  } finally {
    progress('');
  }
}

/** Whether a namespace was read whole and holds no RoleBindings. */
function bareIn(snapshot: Snapshot): (namespace: string) => boolean {
  const cluster = Cluster.from(snapshot);
  return (namespace) => cluster.coverage('RoleBinding', 'rbac.authorization.k8s.io', namespace) === 'complete' && cluster.given('RoleBinding', 'rbac.authorization.k8s.io', namespace).length === 0;
}

/** The states of an end. @throws UsageError that names the nearest for one that is not there */
export function seedsAt(end: string, { graph }: Pick<ReadAttack, 'graph'>): readonly number[] {
  try {
    return graph.seedsOf(end);
  } catch (error) {
    if (!(error instanceof AttackQuestionError)) throw error;
    const known = new Set(graph.model.names.filter((name) => !isHidden(name)).map(endOf));
    const near = nearest(end, known);
    const named = near === undefined ? [...known].filter((each) => each.endsWith(`/${end}`) || each.endsWith(`:${end}`)).toSorted().slice(0, mostMeant) : [near];
    throw new UsageError(error.message, named.length === 0 ? kinds : `Did you mean ${named.join(' or ')}?`);
  }
}
