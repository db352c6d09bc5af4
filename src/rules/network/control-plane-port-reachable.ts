import { defineRule, type Rule } from '../define.ts';
import { isHeldByPolicies } from '../egress-reach.ts';
import { nodePortBreaches } from '../node-ports.ts';
import { nodePortExamples } from '../node-port-examples.ts';

/**
 * etcd, kube-controller-manager, cloud-controller-manager and kube-scheduler. The port of the API server is left out: it is there
 * for pods, and asks everybody who they are.
 */
const ports = [2379, 2380, 10257, 10258, 10259];

/** Speaks of policies that let too much through. Pods that no policy holds are network-policy-egress's; a provider's control plane stands elsewhere. */
const rule: Rule<'workload'> = defineRule<'workload'>({
  id: 'control-plane-port-reachable',
  on: 'workload',
  title: 'Egress policy lets pods connect to etcd and the controllers',
  why: 'etcd and the controllers answer behind the back of the API server. A stolen client certificate of etcd, or a flaw in what listens there, is then enough for the whole cluster; no pod has any business on these ports. Told of policies that are too wide: pods that no policy holds are network-policy-egress, and a rule that names such a port is taken as meant.',
  fix: 'Cut the addresses of the control-plane nodes out of wide blocks in the policy, or name the ports that are needed; 443 or 6443 for the API server is enough.',
  severity: { gain: 'secrets', position: 'a container', effort: 'several weaknesses' },
  appliesTo: (workload, context) => {
    const { provider } = context.components;
    return isHeldByPolicies(workload, context) && !(provider.known && provider.value?.hosted === true);
  },
  check: nodePortBreaches('control plane', ports, 'the control plane'),
  examples: nodePortExamples({ labels: '{node-role.kubernetes.io/control-plane: ""}', port: 2379 }),
});

export default rule;
