import type { Cluster } from '../../cluster/cluster.ts';
import type { Workload } from '../../cluster/workload.ts';
import type { Gap } from '../../model/gap.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { Egress, nodesToldApart } from './egress.ts';
import type { AddressEnd, NodeEnd, PodEnd } from './ends.ts';
import { Network, type Exposed, type NetworkOptions } from './index.ts';
import { selects, usualReading } from './match.ts';
import type { Policy } from './policy.ts';

/** What is worked out once for each cluster, when it is first asked for. */
function once<T extends object>(make: (cluster: Cluster) => T): (cluster: Cluster) => T {
  const made = new WeakMap<Cluster, T>();
  return (cluster) => {
    let found = made.get(cluster);
    if (!found) made.set(cluster, (found = make(cluster)));
    return found;
  };
}

/** The network of a cluster, with what was not read of its policies. */
export const networkOf: (cluster: Cluster) => Network = once((cluster) => Network.from(cluster.snapshot.objects, clusterOptions(cluster)));

/** What its pods may send to addresses. */
export const egressOf: (cluster: Cluster) => Egress = once((cluster) => new Egress(networkOf(cluster)));

/** How objects of a cluster are named, and which policies of it were not read. */
export function clusterOptions(cluster: Cluster): NetworkOptions {
  const unread = new Map<string, readonly Gap[]>();
  const policies = (namespace: string): readonly Gap[] => {
    let found = unread.get(namespace);
    if (!found) {
      const listed = cluster.list('NetworkPolicy', 'networking.k8s.io', namespace);
      unread.set(namespace, (found = listed.known ? [] : listed.gaps));
    }
    return found;
  };
  return { refOf: (object) => cluster.ref(object), policies };
}

/** The policies that select no pod and no template of those given. Pods on the host network count as selected by none. */
export const idlePolicies: (cluster: Cluster) => ReadonlySet<KubernetesObject> = once((cluster) => {
  const network = networkOf(cluster);
  const { policies, pods } = network;
  // Most policies select the pods of some workload: of the others alone every pod of theirs is asked.
  const busy = new Set<Policy>();
  for (const governing of new Set(cluster.workloads.map((workload) => podOf(cluster, workload)).map((pod) => pod && network.governing(pod)))) {
    if (governing) for (const tier of Object.values(governing.selecting)) for (const policy of tier) busy.add(policy);
  }
  const left = policies.filter((policy) => !busy.has(policy));
  const namespaces = new Set(left.map(({ subject }) => subject.namespace));
  const byNamespace = Map.groupBy(pods.filter(({ namespace }) => namespaces.has(namespace.name)), ({ namespace }) => namespace.name);
  const idle = left.filter(({ subject }) => !(subject.namespace === undefined ? pods : (byNamespace.get(subject.namespace) ?? [])).some((pod) => selects(subject, pod, usualReading)));
  return new Set(idle.map(({ object }) => object));
});

const policiesByObject: (cluster: Cluster) => ReadonlyMap<KubernetesObject, Policy> = once((cluster) => new Map(networkOf(cluster).policies.map((policy) => [policy.object, policy])));

/** A policy as the engine reads it. */
export function policyOf(cluster: Cluster, object: KubernetesObject): Policy | undefined {
  return policiesByObject(cluster).get(object);
}

/** Pods and templates by their own object, and one pod of each by the object that makes it. */
const podsByObject: (cluster: Cluster) => ReadonlyMap<KubernetesObject, PodEnd> = once((cluster) => {
  const found = new Map<KubernetesObject, PodEnd>();
  for (const pod of networkOf(cluster).pods) {
    if (pod.workload.object && !found.has(pod.workload.object)) found.set(pod.workload.object, pod);
    found.set(pod.object, pod);
  }
  return found;
});

/** The pod that stands for a workload in questions to the network; none for kinds whose pods the network does not know. */
export function podOf(cluster: Cluster, { object }: Pick<Workload, 'object'>): PodEnd | undefined {
  return podsByObject(cluster).get(object);
}

/** The addresses of those nodes that policies tell apart. */
export function nodeAddresses(cluster: Cluster, only: (node: NodeEnd) => boolean = () => true): readonly AddressEnd[] {
  const network = networkOf(cluster);
  return nodesToldApart(network.nodes.filter(only), network.policies);
}

const doors: (cluster: Cluster) => ReadonlyMap<KubernetesObject, readonly Exposed[]> = once((cluster) => {
  const standing = new Set(cluster.workloads.flatMap((workload) => podOf(cluster, workload) ?? []));
  const [own, others] = [new Map<KubernetesObject, Exposed[]>(), new Map<KubernetesObject, Exposed[]>()];
  for (const way of networkOf(cluster).exposures()) {
    const { object, workload } = way.pod;
    const to = standing.has(way.pod) ? own : others;
    for (const key of new Set([object, workload.object ?? object])) {
      const list = to.get(key);
      if (list) list.push(way);
      else to.set(key, [way]);
    }
  }
  // A Service may lead to some pods of a workload only, by labels that their template does not have.
  for (const [key, ways] of others) {
    const known = new Set(own.get(key)?.map(({ object }) => object));
    const more = Map.groupBy(ways.filter(({ object, pod }) => object !== pod.object && !known.has(object)), ({ object, how, door }) => `${how} ${door} ${refText(object)}`);
    if (more.size > 0) own.set(key, [...(own.get(key) ?? []), ...[...more.values()].flatMap((list) => list.slice(0, 1))]);
  }
  return own;
});

function refText({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

const none: readonly Exposed[] = [];

/** Every way from outside to a workload, with what policies leave of it. */
export function doorsTo(cluster: Cluster, { object }: Workload): readonly Exposed[] {
  return doors(cluster).get(object) ?? none;
}

/**
 * The doors that face strangers, whatever policies make of them. Left out: a pod on the network of its node, whose doors no
 * object shows, and load balancers inside the network with the node ports behind them.
 */
export function publicDoors(cluster: Cluster, workload: Workload): readonly Exposed[] {
  return doorsTo(cluster, workload).filter(facesStrangers);
}

function facesStrangers({ how, inside }: Exposed): boolean {
  return how !== 'hostNetwork' && inside !== true;
}

/** Whether somebody may get in by a door, as far as was read. */
export function isOpen({ allowed, enforced }: Exposed): boolean {
  return allowed !== 'no' || enforced.value === false;
}

const published: (cluster: Cluster) => ReadonlySet<KubernetesObject> = once((cluster) => new Set([...doors(cluster)].filter(([, ways]) => ways.some((way) => facesStrangers(way) && isOpen(way))).map(([object]) => object)));

/** Whether strangers may get in to a workload, as far as was read. */
export function isPublic(cluster: Cluster, { object }: Workload): boolean {
  return published(cluster).has(object);
}
