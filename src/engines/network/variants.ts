import type { Cluster } from '../../cluster/cluster.ts';
import { fields, textMap } from '../../cluster/read.ts';
import type { Workload } from '../../cluster/workload.ts';
import type { Selector } from '../../lang/selector.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { PodEnd } from './ends.ts';
import { numberedPods } from './numbered.ts';
import { namespaceName } from './objects.ts';
import { networkOf, podOf } from './of-cluster.ts';
import type { Direction, PodSet } from './policy.ts';

/** What selectors of policies and Services ask of labels: keys with the values that they name. */
type Asked = ReadonlyMap<string, ReadonlySet<string>>;

interface Selecting {
  readonly everywhere: Asked;
  readonly within: ReadonlyMap<string, Asked>;
}

const directions: readonly Direction[] = ['ingress', 'egress'];
const selecting = new WeakMap<Cluster, Selecting>();
const known = new WeakMap<Cluster, Map<Workload, readonly PodEnd[]>>();

/**
 * The pods of a workload that selectors of policies and Services tell apart by labels that not all of them have: one of each
 * kind, and mostly one alone. Where no pod of a StatefulSet was read, those that it will make.
 */
export function variantsOf(cluster: Cluster, workload: Workload): readonly PodEnd[] {
  const all = known.get(cluster) ?? new Map<Workload, readonly PodEnd[]>();
  known.set(cluster, all);
  let found = all.get(workload);
  if (!found) all.set(workload, (found = variantsIn(cluster, workload)));
  return found;
}

function variantsIn(cluster: Cluster, workload: Workload): readonly PodEnd[] {
  const pod = podOf(cluster, workload);
  if (!pod) return [];
  const numbered = workload.pods.length === 0 && workload.object.kind === 'StatefulSet';
  if (workload.pods.length < 2 && !numbered) return [pod];
  const { everywhere, within } = askedIn(cluster);
  const own = within.get(pod.namespace.name);
  if (numbered) return numberedPods(pod, (key) => new Set([...(everywhere.get(key) ?? []), ...(own?.get(key) ?? [])]));
  const keys = [...everywhere.keys(), ...(own?.keys() ?? [])];
  const [first, ...others] = workload.pods;
  const apart = keys.length === 0 ? undefined : others.find((each) => keyOf(each, keys) !== keyOf(first, keys));
  if (!apart) return [pod];
  const byKey = new Map(workload.pods.toReversed().map((each) => [keyOf(each, keys), each]));
  return [...byKey.values()].flatMap((each) => podOf(cluster, { object: each }) ?? []).toReversed();
}

function keyOf(pod: KubernetesObject | undefined, keys: readonly string[]): string {
  const labels = pod?.metadata.labels;
  let key = '';
  for (const each of keys) key += labels?.[each] === undefined ? '-\n' : `=${labels[each]}\n`;
  return key;
}

function askedIn(cluster: Cluster): Selecting {
  let found = selecting.get(cluster);
  if (!found) selecting.set(cluster, (found = readAsked(cluster)));
  return found;
}

function readAsked(cluster: Cluster): Selecting {
  const everywhere = new Map<string, Set<string>>();
  const within = new Map<string, Map<string, Set<string>>>();
  const into = (namespace: string | undefined): Map<string, Set<string>> => {
    if (namespace === undefined) return everywhere;
    const own = within.get(namespace) ?? new Map<string, Set<string>>();
    within.set(namespace, own);
    return own;
  };
  const add = (asked: Map<string, Set<string>>, key: string, values: readonly string[]): void => {
    const all = asked.get(key) ?? new Set<string>();
    asked.set(key, all);
    for (const value of values) all.add(value);
  };
  const read = (namespace: string | undefined, { requirements }: Selector): void => {
    if (requirements.length > 0) for (const { key, values } of requirements) add(into(namespace), key, values);
  };
  const set = ({ namespace, pods }: PodSet): void => read(namespace, pods);
  for (const policy of networkOf(cluster).policies) {
    set(policy.subject);
    for (const { peers } of directions.flatMap((direction) => policy[direction] ?? [])) for (const peer of peers ?? []) if (peer.kind === 'pods') set(peer.set);
  }
  for (const service of cluster.given('Service')) {
    const selector = Object.entries(textMap(fields(service['spec'])?.['selector']));
    if (selector.length > 0) for (const [key, value] of selector) add(into(namespaceName(service)), key, [value]);
  }
  return { everywhere, within };
}
