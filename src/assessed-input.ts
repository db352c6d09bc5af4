import { groupOf, isClusterScoped } from './cluster/identity.ts';
import type { Assessment, SkippedCount } from './model/assessment.ts';
import { withoutOrigin } from './model/object.ts';
import type { Skipped, Snapshot } from './model/snapshot.ts';
import type { Context } from './rules/context.ts';

/** What was read, and what was taken for granted of what was not. */
export function inputOf(snapshot: Snapshot, { cluster }: Context, name: string): Assessment['input'] {
  const kinds = new Set(snapshot.objects.map(({ kind }) => kind));
  const namespaces = [...cluster.namespaces].toSorted();
  const openWorld = cluster.options.openWorld === true;
  return {
    name,
    sources: snapshot.sources,
    kubernetesVersion: cluster.version.known ? cluster.version.value.text : null,
    objects: snapshot.objects.length,
    kinds: kinds.size,
    namespaces,
    nodes: cluster.given('Node').length,
    workloads: cluster.workloads.length,
    pods: cluster.workloads.reduce((sum, workload) => sum + workload.running, 0),
    coverage: [...kinds].toSorted().map((kind) => ({ kind, coverage: kind === 'Node' || namespaces.length === 0 || openWorld ? 'partial' : 'assumed' })),
    skipped: skippedCounts(snapshot.skipped),
    problems: snapshot.problems,
    duplicates: cluster.twice.map(withoutOrigin),
    assumptions: [...(namespaces.length > 0 && !openWorld ? ['Every namespace that appears is taken as given whole (--open-world ends this).'] : []), ...withoutNamespace(snapshot)],
  };
}

// Kinds of other groups may have no namespace to name.
const groupsWithNamespaces: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'networking.k8s.io', 'policy', 'rbac.authorization.k8s.io']);

/** What a namespace decides (Pod Security, NetworkPolicies, quotas, who may do what) is not known for objects whose files leave it to whoever applies them. */
function withoutNamespace({ objects }: Snapshot): readonly string[] {
  const count = objects.filter((object) => object.metadata.namespace === undefined && groupsWithNamespaces.has(groupOf(object)) && !isClusterScoped(object.kind)).length;
  return count === 0 ? [] : [`${count} ${count === 1 ? 'object names' : 'objects name'} no namespace: taken as in one of which nothing else is known. --namespace NAME says where such objects are applied.`];
}

export function skippedCounts(skipped: readonly Skipped[]): readonly SkippedCount[] {
  const byReason = Map.groupBy(skipped, ({ reason }) => reason);
  return [...byReason].map(([reason, list]) => ({ reason, count: list.length, examples: list.slice(0, 3).map(({ file, line }) => `${file}:${line}`) })).toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
