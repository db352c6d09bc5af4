import { defineRule, type Rule } from '../define.ts';
import { isHeldByPolicies } from '../egress-reach.ts';
import { nodePortBreaches } from '../node-ports.ts';
import { nodePortExamples } from '../node-port-examples.ts';

/** The kubelet's own port, and the one that answers everybody where it is on. */
const ports = [10250, 10255];

/** Speaks of policies that let too much through. Pods that no policy holds are network-policy-egress's, pods on the network of their node host-network's. */
const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'kubelet-port-reachable',
  on: 'workload',
  title: 'Egress policy lets pods connect to kubelets',
  why: 'The kubelet runs commands in every pod of its node and shows what they run. Whoever reaches it needs one stolen token with rights on nodes, or one careless setting; the API server and its audit log see nothing of it. Told of policies that are too wide: pods that no policy holds are network-policy-egress, and a rule that names port 10250 is taken as meant.',
  fix: 'Cut the addresses of the nodes out of wide blocks in the policy, or name the ports that are needed. What reads metrics from kubelets must keep its way: give it a policy of its own.',
  severity: { gain: 'workload', position: 'a container', effort: 'several weaknesses' },
  appliesTo: isHeldByPolicies,
  check: nodePortBreaches('nodes', ports, 'kubelets'),
  examples: nodePortExamples({ labels: '{}', port: 10250 }),
});

export default rule;
