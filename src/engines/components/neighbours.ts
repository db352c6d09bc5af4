import type { Cluster } from '../../cluster/cluster.ts';
import { neighbourOf } from '../../knowledge/neighbours.ts';
import type { Neighbour } from './component.ts';

/** What runs beside the nine components and changes the threat model, a row for each workload, by kind and name. */
export function neighboursOf(cluster: Cluster): readonly Neighbour[] {
  const found = cluster.workloads.flatMap(({ ref, containers }): readonly Neighbour[] => {
    for (const { image } of containers) {
      const known = neighbourOf(image);
      if (known) return [{ kind: known.kind, name: known.name, ref, image }];
    }
    return [];
  });
  return found.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.ref.namespace ?? '', b.ref.namespace ?? '') || compare(a.ref.name, b.ref.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
