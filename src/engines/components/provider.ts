import type { Cluster } from '../../cluster/cluster.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';

/** Marks that a provider which hosts the control plane leaves on every node. */
const marks: readonly (readonly [provider: string, label: RegExp])[] = [
  ['EKS', /^eks\.amazonaws\.com\//],
  ['GKE', /^cloud\.google\.com\/gke-/],
  ['AKS', /^kubernetes\.azure\.com\//],
];

/** The provider that hosts the control plane; null where a node shows that it is run here; unknown without nodes. */
export function providerOf(cluster: Cluster): Fact<string | null> {
  const nodes = cluster.given('Node');
  for (const node of nodes) {
    for (const label of Object.keys(node.metadata.labels ?? {})) {
      const mark = marks.find(([, pattern]) => pattern.test(label));
      if (mark) return known(mark[0], evidence(cluster.ref(node), ['metadata', 'labels', label], node.metadata.labels?.[label]));
    }
  }
  const own = nodes.find((node) => node.metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined);
  if (own) return known(null, evidence(cluster.ref(own), ['metadata', 'labels', 'node-role.kubernetes.io/control-plane']));
  return unknown(gap('api', 'gap/provider', 'Who runs the control plane? kubectl get nodes -o json shows the provider by labels.'));
}
