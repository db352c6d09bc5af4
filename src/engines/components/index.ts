import type { Cluster } from '../../cluster/cluster.ts';
import type { KnownProvider } from '../../knowledge/providers.ts';
import { unknown, type Fact } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import { component, flagComponent, hiddenGap } from './build.ts';
import { componentIds, type Component, type ComponentId, type Components } from './component.ts';
import { fromKubeadm, fromLeases } from './from-marks.ts';
import { nodeComponents } from './from-nodes.ts';
import { podComponents } from './from-pods.ts';
import { neighboursOf } from './neighbours.ts';
import { providerOf } from './provider.ts';

export { componentIds, type Component, type ComponentId, type Components, type Setting } from './component.ts';

/** Finds the nine components of the guide and their configuration in force. One that nothing shows is there as a placeholder. */
export function findComponents(cluster: Cluster): Components {
  const provider = providerOf(cluster);
  const seen = [...podComponents(cluster), ...nodeComponents(cluster)];
  const ids = new Set(seen.map(({ id }) => id));
  const others = componentIds.filter((id) => !ids.has(id)).flatMap((id) => byMarks(id, cluster, provider));
  const all = [...seen, ...others];
  const byId = Map.groupBy(all, ({ id }) => id);
  return { all, of: (id) => byId.get(id) ?? [], neighbours: neighboursOf(cluster), provider };
}

/** What no pod and no Node shows: kubeadm's configuration, else Leases, else nothing. */
function byMarks(id: ComponentId, cluster: Cluster, provider: Fact<KnownProvider | null>): readonly Component[] {
  const maker = provider.known ? provider.value : null;
  const described = fromKubeadm(id, cluster);
  if (described) return [described];
  const held = fromLeases(id, cluster, maker);
  return held.length > 0 ? held : [placeholder(id, cluster, maker)];
}

function placeholder(id: ComponentId, cluster: Cluster, provider: KnownProvider | null): Component {
  const ref: ObjectRef = { apiGroup: '', kind: 'Component', name: id };
  const hidden = hiddenGap(id, provider);
  return component(id, { ...flagComponent(id), cluster, ref, hidden }, { found: false, foundBy: 'nothing', sure: 'assumed', version: unknown(hidden), nodes: [] });
}
