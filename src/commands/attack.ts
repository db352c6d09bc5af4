import { AttackGraph, AttackQuestionError } from '../attack/attack-graph.ts';
import { endOf, isHidden } from '../attack/states.ts';
import { Cluster } from '../cluster/cluster.ts';
import { collectWithPaths } from '../collect/index.ts';
import { locator } from '../locate.ts';
import type { Locate } from '../model/locate.ts';
import { nearest, UsageError } from './exit.ts';
import { startProgress } from './progress.ts';
import { checked, demandObjects, collectOptions, type ReadOptions } from './read.ts';

export interface ReadAttack {
  readonly graph: AttackGraph;
  readonly cluster: Cluster;
  readonly locate: Locate;
}

const kinds = 'An end is internet, cluster-admin, all-secrets, node-root:*, etcd, container:NAMESPACE/POD/NAME, pod:NAMESPACE/NAME, node:NAME, user:NAME, group:NAME, serviceaccount:NAMESPACE/NAME, secret:NAMESPACE/NAME or cloud:ID.';

/** Reads the sources and works out what attackers reach. */
export async function readAttack(sources: readonly string[], options: ReadOptions): Promise<ReadAttack> {
  checked(options);
  const given = sources.length === 0 ? ['.'] : sources;
  const progress = startProgress();
  try {
    const { snapshot, paths } = await collectWithPaths(given, {
      ...(await collectOptions(given, options)),
      onProgress: ({ files, objects }) => progress(`reading: ${files} files, ${objects} objects`),
    });
    demandObjects(snapshot, given);
    progress(`following ${snapshot.objects.length} objects`);
    const cluster = Cluster.from(snapshot, { ...(options.kubernetesVersion === undefined ? {} : { kubernetesVersion: options.kubernetesVersion }), ...(options.openWorld === true ? { openWorld: true } : {}) });
    return { graph: AttackGraph.of(cluster), cluster, locate: locator(paths) };
  } finally {
    progress('');
  }
}

/** The states of an end. @throws UsageError that names the nearest for one that is not there */
export function seedsAt(end: string, { graph }: ReadAttack): readonly number[] {
  try {
    return graph.seedsOf(end);
  } catch (error) {
    if (!(error instanceof AttackQuestionError)) throw error;
    const known = new Set(graph.model.names.filter((name) => !isHidden(name)).map(endOf));
    const near = nearest(end, known);
    throw new UsageError(error.message, near === undefined ? kinds : `Did you mean ${near}?`);
  }
}
