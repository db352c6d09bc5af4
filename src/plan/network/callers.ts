import type { Cluster } from '../../cluster/cluster.ts';
import { entries, text, texts } from '../../cluster/read.ts';
import { networkOf, podOf } from '../../engines/network/of-cluster.ts';
import type { PodEnd } from '../../engines/network/ends.ts';
import type { Service } from '../../engines/network/services.ts';
import { refLabel } from '../../model/object.ts';

/** A workload whose variables, command or arguments name a Service: it calls it. */
export interface Caller {
  readonly who: string;
  readonly pod: PodEnd | undefined;
}

const known = new WeakMap<Cluster, ReadonlyMap<string, readonly Caller[]>>();

/** Who names a Service by its name and namespace. */
export function callersOf({ namespace, object }: Service, cluster: Cluster): readonly Caller[] {
  let all = known.get(cluster);
  if (!all) known.set(cluster, (all = named(cluster)));
  return all.get(`${namespace}/${object.metadata.name}`) ?? [];
}

// A name of a Service, its namespace, and what may follow: `cart.shop.svc.cluster.local:8080`.
const names = /(?<![\w.-])([a-z0-9][a-z0-9-]*)\.([a-z0-9][a-z0-9-]*)(?=\.svc\b|[:/\s"',]|$)/g;

function named(cluster: Cluster): ReadonlyMap<string, readonly Caller[]> {
  const services = new Set(cluster.given('Service').map((object) => `${cluster.ref(object).namespace ?? ''}/${object.metadata.name}`));
  const found = new Map<string, Caller[]>();
  for (const workload of cluster.workloads) {
    const words = workload.containers.flatMap(({ spec }) => [...entries(spec['env']).flatMap(({ value }) => text(value['value']) ?? []), ...texts(spec['command']), ...texts(spec['args'])]);
    const called = new Set(words.flatMap((word) => [...word.matchAll(names)].map(([, name = '', namespace = '']) => `${namespace}/${name}`)).filter((name) => services.has(name)));
    for (const name of called) {
      const list = found.get(name) ?? [];
      found.set(name, list);
      list.push({ who: refLabel(workload.ref), pod: podOf(cluster, workload) ?? networkOf(cluster).pods.find((pod) => pod.workload.namespace === workload.namespace && pod.workload.name === workload.ref.name) });
    }
  }
  return found;
}
