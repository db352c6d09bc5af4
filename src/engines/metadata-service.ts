import type { Cluster } from '../cluster/cluster.ts';
import { text } from '../cluster/read.ts';
import { knownClouds, standInLabel, withoutCloud, type KnownCloud } from '../knowledge/clouds.ts';
import { evidence } from '../model/evidence.ts';
import { known, unknown, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import { valueAt } from '../model/object.ts';
import type { Components } from './components/component.ts';

export const hopLimitGap: Gap = gap('cloud', 'gap/metadata-hop-limit', 'Does the metadata service answer pods? The hop limit of the instances (1 with IMDSv2) or a probe from a pod answers.');
const nodesGap: Gap = gap('api', 'gap/list/node/all-namespaces', 'Which Node objects are there in the cluster? kubectl get node -o json');
const cloudGap: Gap = gap('person', 'gap/cloud-of-nodes', 'Do the nodes run in a cloud that has a metadata service? Their Node objects name none: spec.providerID is empty.');

const clouds = new WeakMap<Components, Fact<KnownCloud | null>>();

/** The cloud whose metadata service hands the identity of a node to whoever asks from it; null where there is none. */
export function cloudOf(cluster: Cluster, components: Components): Fact<KnownCloud | null> {
  let cloud = clouds.get(components);
  if (!cloud) clouds.set(components, (cloud = findCloud(cluster, components)));
  return cloud;
}

function findCloud(cluster: Cluster, { provider }: Components): Fact<KnownCloud | null> {
  const nodes = cluster.given('Node');
  for (const node of nodes) {
    const id = text(valueAt(node, ['spec', 'providerID'])) ?? '';
    const cloud = knownClouds.find(({ providerID }) => providerID.test(id));
    if (cloud) return known(standsIn(cluster) ? null : cloud, evidence(cluster.ref(node), ['spec', 'providerID'], id));
  }
  const name = provider.known ? (provider.value?.name ?? '') : '';
  const cloud = knownClouds.find(({ providers }) => providers.includes(name));
  if (cloud && provider.known) return known(standsIn(cluster) ? null : cloud, ...provider.evidence);
  if (nodes.length === 0) return unknown(nodesGap);
  return nodes.every((node) => withoutCloud.test(text(valueAt(node, ['spec', 'providerID'])) ?? '')) ? known(null) : unknown(cloudGap);
}

function standsIn(cluster: Cluster): boolean {
  const nodes = cluster.given('Node');
  return nodes.length > 0 && nodes.every(({ metadata }) => metadata.labels?.[standInLabel] === 'true');
}
