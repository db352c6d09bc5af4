import type { Cluster } from '../../cluster/cluster.ts';
import type { Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { Network, type NetworkOptions } from './index.ts';
import { selects, usualReading } from './match.ts';

const networks = new WeakMap<Cluster, Network>();

/** The network of a cluster, with what was not read of its policies; built once for each cluster. */
export function networkOf(cluster: Cluster): Network {
  let network = networks.get(cluster);
  if (!network) networks.set(cluster, (network = Network.from(cluster.snapshot.objects, clusterOptions(cluster))));
  return network;
}

/** How objects of a cluster are named, and which policies of it were not read. */
export function clusterOptions(cluster: Cluster): NetworkOptions {
  const policies = (namespace: string): readonly Gap[] => {
    const listed = cluster.list('NetworkPolicy', 'networking.k8s.io', namespace);
    return listed.known ? [] : listed.gaps;
  };
  return { refOf: (object) => cluster.ref(object), policies };
}

const idle = new WeakMap<Cluster, ReadonlySet<KubernetesObject>>();

/** The policies that select no pod and no template of those given. Pods on the host network count as selected by none. */
export function idlePolicies(cluster: Cluster): ReadonlySet<KubernetesObject> {
  let found = idle.get(cluster);
  if (!found) {
    const { policies, pods } = networkOf(cluster);
    const byNamespace = Map.groupBy(pods, ({ namespace }) => namespace.name);
    const asked = policies.filter(({ subject }) => !(subject.namespace === undefined ? pods : (byNamespace.get(subject.namespace) ?? [])).some((pod) => selects(subject, pod, usualReading)));
    idle.set(cluster, (found = new Set(asked.map(({ object }) => object))));
  }
  return found;
}
