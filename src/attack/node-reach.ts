import type { Workload } from '../cluster/workload.ts';
import type { Destination } from '../engines/network/egress.ts';
import { parseAddress } from '../engines/network/address.ts';
import type { PodEnd } from '../engines/network/ends.ts';
import { egressOf, networkOf, nodeAddresses } from '../engines/network/of-cluster.ts';
import { variantsOf } from '../engines/network/variants.ts';
import { known, unknown, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';
import type { AttackContext } from './context.ts';
import { whichPodGap } from './variants.ts';

const addressesGap: Gap = gap('api', 'gap/node-addresses', 'Which addresses do the nodes have? kubectl get nodes -o json');
const role = /^node-role\.kubernetes\.io\/(control-plane|controlplane|master|etcd)$/;

/** Whether pods of a workload may connect to a port of nodes, asked once for all that the same policies select. */
export function nodeReach({ cluster }: AttackContext, on: 'nodes' | 'control plane', port: number): (workload: Workload) => Fact<boolean> {
  const addresses = nodeAddresses(cluster, on === 'nodes' ? undefined : ({ labels }) => Object.keys(labels).some((label) => role.test(label)));
  return reachOf(cluster, { protocol: 'TCP', port, ...(addresses.length > 0 ? { addresses } : {}) });
}

/** Whether pods of a workload may connect to a metadata service. */
export function metadataReach({ cluster }: AttackContext, addresses: readonly string[]): (workload: Workload) => Fact<boolean> {
  return reachOf(cluster, { protocol: 'TCP', port: 80, addresses: addresses.flatMap((written) => {
    const address = parseAddress(written);
    return address ? [{ kind: 'address', address }] : [];
  }) });
}

function reachOf(cluster: AttackContext['cluster'], destination: Destination): (workload: Workload) => Fact<boolean> {
  const network = networkOf(cluster);
  const ofPod = (pod: PodEnd): Fact<boolean> => {
    const { allowed, held, byAdmin } = egressOf(cluster).to(pod, destination);
    const [open, ...more] = network.openOf('egress', pod);
    if (open) return unknown(open, ...more);
    if (!held && allowed !== undefined) return known(allowed);
    const enforced = network.enforcement(byAdmin ? 'admin' : 'namespace');
    if (enforced.value === false) return known(true);
    if (allowed === undefined) return unknown(addressesGap);
    const [first] = enforced.gaps;
    return !allowed && enforced.value === 'unknown' && first ? unknown(first) : known(allowed);
  };
  return (workload) => {
    if (workload.hostNetwork) return known(true);
    const [first, ...more] = variantsOf(cluster, workload).map(ofPod);
    if (!first) return known(true);
    // Who is in one of its pods did not choose which.
    const differing = more.filter((each) => !each.known || !first.known || each.value !== first.value);
    if (differing.length === 0) return first;
    return unknown(whichPodGap, ...[first, ...more].flatMap((each) => (each.known ? [] : each.gaps)));
  };
}
