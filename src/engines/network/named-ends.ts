import { parseAddress, type Address } from './address.ts';
import type { End, PodEnd } from './ends.ts';
import type { Ends } from './pods.ts';

/** An end that no object has, or a port that is none: the caller's mistake. */
export class NetworkQuestionError extends Error {
  override readonly name = 'NetworkQuestionError';
}

/** The ends of a cluster by what people call them. */
export class NamedEnds {
  readonly #ends: Ends;
  #byName: ReadonlyMap<string, PodEnd> | undefined;
  #byAddress: ReadonlyMap<string, PodEnd> | undefined;

  constructor(ends: Ends) {
    this.#ends = ends;
  }

  /** `namespace/pod`, a workload's `namespace/name` or `namespace/name[Kind]`, or `ip:ADDRESS`. @throws NetworkQuestionError */
  end(name: string): End {
    if (name.startsWith('ip:')) {
      const address = parseAddress(name.slice('ip:'.length));
      if (!address) throw new NetworkQuestionError(`${name.slice('ip:'.length)} is no IP address`);
      const pod = this.#atAddress(address);
      if (pod) return pod;
      const node = this.#ends.nodes.find(({ addresses }) => addresses.some(({ family, value }) => family === address.family && value === address.value));
      return { kind: 'address', address, ...(node ? { node } : {}) };
    }
    this.#byName ??= podsByName(this.#ends.pods);
    const pod = this.#byName.get(name.includes('/') ? name : `default/${name}`);
    if (!pod) throw new NetworkQuestionError(`no pod or workload ${name} was given`);
    return pod;
  }

  #atAddress({ family, value }: Address): PodEnd | undefined {
    this.#byAddress ??= new Map(this.#ends.pods.filter(({ hostNetwork }) => !hostNetwork).toReversed().flatMap((pod) => pod.addresses.map((each) => [`${each.family} ${each.value}`, pod])));
    return this.#byAddress.get(`${family} ${value}`);
  }
}

/** Pods by their own names and, the first of each, by the names of their workloads. */
function podsByName(pods: readonly PodEnd[]): ReadonlyMap<string, PodEnd> {
  const named = new Map<string, PodEnd>();
  const seen = new Set<PodEnd['workload']>();
  for (const pod of pods) {
    const { workload } = pod;
    if (seen.has(workload)) continue;
    seen.add(workload);
    for (const name of [`${workload.namespace}/${workload.name}[${workload.kind}]`, `${workload.namespace}/${workload.name}`]) if (!named.has(name)) named.set(name, pod);
  }
  for (const pod of pods) named.set(`${pod.namespace.name}/${pod.name}`, pod);
  return named;
}
