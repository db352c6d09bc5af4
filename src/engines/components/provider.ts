import type { Cluster } from '../../cluster/cluster.ts';
import { text } from '../../cluster/read.ts';
import { knownProviders, type KnownProvider } from '../../knowledge/providers.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject, type Path } from '../../model/object.ts';

/** Who made the cluster, by the marks on its nodes; null where a node shows that it is built by hand; unknown without nodes. */
export function providerOf(cluster: Cluster): Fact<KnownProvider | null> {
  const nodes = cluster.given('Node');
  for (const provider of knownProviders) {
    for (const node of nodes) {
      const path = markOf(provider, node);
      if (path) return known(provider, evidence(cluster.ref(node), path, valueAt(node, path)));
    }
  }
  const role = ['metadata', 'labels', 'node-role.kubernetes.io/control-plane'];
  const own = nodes.find((node) => valueAt(node, role) !== undefined);
  if (own) return known(null, evidence(cluster.ref(own), role, ''));
  return unknown(gap('api', 'gap/provider', 'Who runs the control plane? kubectl get nodes -o json shows the provider by labels.'));
}

/** The path of a mark of the provider on that node. */
function markOf({ label, providerID, version }: KnownProvider, node: KubernetesObject): Path | undefined {
  const key = label && Object.keys(node.metadata.labels ?? {}).find((each) => label.test(each));
  if (key !== undefined) return ['metadata', 'labels', key];
  const paths: readonly (readonly [RegExp | undefined, Path])[] = [[providerID, ['spec', 'providerID']], [version, ['status', 'nodeInfo', 'kubeletVersion']]];
  return paths.find(([pattern, path]) => pattern?.test(text(valueAt(node, path)) ?? ''))?.[1];
}
