import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import { variantsOf } from '../engines/network/variants.ts';
import type { AttackContext } from './context.ts';
import { nodesOf, type ContainerPlace } from './places.ts';

/** The labels of each kind of pod that its workload has. */
export function labelsOf({ workload }: ContainerPlace, cluster: Cluster): readonly Workload['labels'][] {
  const variants = variantsOf(cluster, workload);
  return variants.length > 1 ? variants.map(({ labels }) => labels) : [workload.labels];
}

/** Those of which a pod runs there. */
export function byNode(containers: readonly ContainerPlace[]): ReadonlyMap<string, readonly ContainerPlace[]> {
  const found = new Map<string, ContainerPlace[]>();
  for (const place of containers) {
    for (const node of nodesOf(place.workload)) {
      const list = found.get(node);
      if (list) list.push(place);
      else found.set(node, [place]);
    }
  }
  return found;
}

/** Workloads by the names of their pods. */
export function podsByName({ containers, network }: Pick<AttackContext, 'containers' | 'network'>): ReadonlyMap<string, readonly ContainerPlace[]> {
  const found = new Map<string, readonly ContainerPlace[]>();
  const byRoot = Map.groupBy(containers, ({ workload: { namespace, ref } }) => `${namespace}/${ref.kind}/${ref.name}`);
  const byOwner = Map.groupBy(containers, ({ workload: { namespace, object } }) => `${namespace}/${object.metadata.ownerReferences?.[0]?.kind ?? ''}/${object.metadata.ownerReferences?.[0]?.name ?? ''}`);
  for (const { namespace, name, workload } of network.pods) {
    const key = `${namespace.name}/${name}`;
    const root = `${workload.namespace}/${workload.kind}/${workload.name}`;
    const places = byRoot.get(root) ?? byOwner.get(root);
    if (places && !found.has(key)) found.set(key, places);
  }
  return found;
}
