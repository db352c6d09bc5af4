// Which pods the policies let connect to the kubelets.

import { entries } from '../../cluster/read.ts';
import { workloadText } from '../../engines/network/ends.ts';
import { networkOf } from '../../engines/network/of-cluster.ts';
import { evidence } from '../../model/evidence.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { valueAt, type KubernetesObject, type ObjectRef } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';
import { workloadsOf } from './support.ts';

const kubeletPort = 10250;
/** Stands for the address of a node where none was given: documentation addresses, RFC 5737. */
const someAddress = '192.0.2.1';
const nodesGap: Gap = gap('api', 'gap/node-addresses', 'Which addresses do the nodes have? kubectl get nodes -o json');

/** One instance for each namespace: which of its workloads reach the kubelet of a node. Pods on the host network always do. */
export function* kubeletReach(context: Context): Iterable<ThreatInstance> {
  const address = nodeAddress(context);
  const ends = endsOf(context);
  const byNamespace = Map.groupBy([...workloadsOf(context)].filter(({ hostNetwork, object }) => !hostNetwork && ends.has(object)), ({ namespace }) => namespace);
  for (const [namespace, workloads] of byNamespace) {
    const object = context.cluster.find('Namespace', '', undefined, namespace);
    const scope: ObjectRef = object ? context.cluster.ref(object) : { apiGroup: '', kind: 'Namespace', name: namespace };
    const told = workloads.map((workload) => ({ workload, reach: reachOf(ends.get(workload.object) ?? '', scope, address, context) }));
    const open = told.filter(({ reach }) => reach.known && reach.value);
    const names = open.slice(0, 3).map(({ workload }) => `${workload.ref.kind} ${workload.ref.name}`).join(', ');
    if (open.length > 0) yield { scope, message: `${open.length} of ${workloads.length} workloads reach the kubelets: ${names}${open.length > 3 ? ' and more' : ''}`, exposed: open[0]?.reach ?? known(true) };
    else yield { scope, message: 'policies keep its pods from the kubelets', exposed: told.find(({ reach }) => !reach.known)?.reach ?? told[0]?.reach ?? known(false) };
  }
}

/** The ends that stand for the objects of workloads: pods, or templates without any. */
function endsOf({ cluster }: Context): ReadonlyMap<KubernetesObject, string> {
  const ends = new Map<KubernetesObject, string>();
  for (const { object, workload, namespace, name } of networkOf(cluster).pods) {
    if (workload.object && !ends.has(workload.object)) ends.set(workload.object, workloadText(workload));
    ends.set(object, object === workload.object ? workloadText(workload) : `${namespace.name}/${name}`);
  }
  return ends;
}

function reachOf(from: string, scope: ObjectRef, address: string | undefined, context: Context): Fact<boolean> {
  const { allowed, egress, enforced, gaps } = networkOf(context.cluster).probe({ from, to: `ip:${address ?? someAddress}`, port: kubeletPort });
  const [decider] = egress.decidedBy;
  const [open] = gaps;
  if (open) return unknown(open, ...gaps.slice(1));
  if (!decider) return known(true, evidence(scope, ['NetworkPolicy (Egress)']));
  if (address === undefined) return unknown(nodesGap);
  const shown = evidence(decider.policy, ['spec', 'egress']);
  if (allowed || enforced.value === false) return known(true, shown, ...(allowed ? [] : enforced.evidence));
  const [plugin] = enforced.gaps;
  return enforced.value === 'unknown' && plugin ? unknown(plugin) : known(false, shown);
}

function nodeAddress({ cluster }: Context): string | undefined {
  const addresses = cluster.given('Node', '').flatMap((node) => entries(valueAt(node, ['status', 'addresses'])));
  const found = addresses.find(({ value }) => value['type'] === 'InternalIP' && typeof value['address'] === 'string');
  return found?.value['address'] as string | undefined;
}
