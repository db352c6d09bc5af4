import type { Cluster } from '../cluster/cluster.ts';
import type { Workload } from '../cluster/workload.ts';
import type { Destination } from '../engines/network/egress.ts';
import type { Decider } from '../engines/network/decide.ts';
import type { AddressEnd } from '../engines/network/ends.ts';
import { nodeAddresses, policyOf } from '../engines/network/of-cluster.ts';
import { letsEverythingThrough } from '../engines/network/match.ts';
import { portsOf } from '../engines/network/ports.ts';
import { chain, collected, known, map, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { Path } from '../model/object.ts';
import type { Context } from './context.ts';
import type { Breach } from './define.ts';
import { breachesOf, reachedBy, whereRead } from './egress-reach.ts';

export const nodesGap: Gap = gap('api', 'gap/node-addresses', 'Which addresses do the nodes have? kubectl get nodes -o json');

const role = /^node-role\.kubernetes\.io\/(control-plane|controlplane|master|etcd)$/;
const made = new WeakMap<Cluster, Map<string, Destination>>();
const addressesMade = new WeakMap<Cluster, Map<'nodes' | 'control plane', readonly AddressEnd[]>>();

/** The addresses of the nodes, or of those of the control plane: the same whichever port is asked about. */
function addressesOf(on: 'nodes' | 'control plane', cluster: Cluster): readonly AddressEnd[] {
  const ofCluster = addressesMade.get(cluster) ?? new Map<'nodes' | 'control plane', readonly AddressEnd[]>();
  addressesMade.set(cluster, ofCluster);
  let addresses = ofCluster.get(on);
  if (!addresses) ofCluster.set(on, (addresses = nodeAddresses(cluster, on === 'nodes' ? undefined : ({ labels }) => Object.keys(labels).some((label) => role.test(label)))));
  return addresses;
}

/** A port on nodes: all of them, or those of the control plane. Their addresses are not known where no such node was given. */
export function nodeDestination(on: 'nodes' | 'control plane', port: number, { cluster }: Context): Destination {
  const ofCluster = made.get(cluster) ?? new Map<string, Destination>();
  made.set(cluster, ofCluster);
  const key = `${on} ${port}`;
  let found = ofCluster.get(key);
  if (!found) {
    const addresses = addressesOf(on, cluster);
    ofCluster.set(key, (found = { protocol: 'TCP', port, ...(addresses.length > 0 ? { addresses } : {}) }));
  }
  return found;
}

export function kubeletDestination(context: Context): Destination {
  return nodeDestination('nodes', 10250, context);
}

/**
 * Breaches of the policies that let the pods of a workload connect to any of these ports of nodes without meaning to. Another rule
 * names the cause, once, where no policy holds the pods (network-policy-egress), where none is carried out
 * (network-policy-not-enforced) and where a policy lets everything through (network-policy-allows-all). A rule that names the port
 * itself is taken as meant: that is how what reads metrics from nodes gets its way.
 */
export function nodePortBreaches(on: 'nodes' | 'control plane', ports: readonly number[], what: string): (workload: Workload, context: Context) => Fact<readonly Breach[]> {
  return whereRead((pod, _namespace, context) => {
    const asked = ports.map((port) =>
      map(reachedBy(pod, nodeDestination(on, port, context), nodesGap, context), (why) => ({ port, deciders: why.by === 'a policy' ? why.deciders.filter((decider) => !isMeant(decider, port, context)) : [] })),
    );
    return chain(collected(asked), (answers): Fact<readonly Breach[]> => {
      const open = answers.filter(({ deciders }) => deciders.length > 0);
      const [first] = open;
      if (!first) return known([]);
      return known(breachesOf(first.deciders, `lets pods connect to ${what}, port ${open.map(({ port }) => port).join(', ')}`, `no egress to ${what}`, context));
    });
  });
}

function isMeant({ policy, rule }: Decider, port: number, { cluster }: Context): boolean {
  const object = cluster.find(policy.kind, policy.apiGroup, policy.namespace, policy.name);
  const read = object && policyOf(cluster, object)?.egress?.find(({ path }) => rule !== undefined && isSame(path, rule));
  if (!read) return false;
  const alone = portsOf('TCP', port, port);
  const named = read.ports.fixed.some((from, index) => index % 2 === 0 && from === alone[0] && read.ports.fixed[index + 1] === from);
  return named || letsEverythingThrough(read);
}

function isSame(a: Path, b: Path): boolean {
  return a === b || (a.length === b.length && a.every((step, index) => step === b[index]));
}
