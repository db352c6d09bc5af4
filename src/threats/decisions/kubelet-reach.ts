import type { Context } from '../../rules/context.ts';
import { reached } from '../../rules/egress-reach.ts';
import { kubeletDestination, nodesGap } from '../../rules/node-ports.ts';
import type { ThreatInstance } from '../verdict.ts';
import { reachByNamespace } from './namespace-reach.ts';

/** Which namespaces have pods that reach the kubelet of a node. Pods on the host network always do and are told by APP-04. */
export function kubeletReach(context: Context): Iterable<ThreatInstance> {
  return reachByNamespace(context, 'the kubelets', (workload) => reached(workload, kubeletDestination(context), nodesGap, context));
}
