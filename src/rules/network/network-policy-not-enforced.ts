import { networkOf } from '../../engines/network/of-cluster.ts';
import { known, unknown, type Fact } from '../../model/fact.ts';
import { defineRule, type Breach, type Rule } from '../define.ts';

const daemonSet = (image: string, args = ''): string => `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: network, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: agent, image: "${image}"${args}}]}}}\n`;

const rule: Rule<'cluster'> = defineRule<'cluster'>({
  id: 'network-policy-not-enforced',
  on: 'cluster',
  title: 'Network plug-in enforces no NetworkPolicy',
  why: 'The API server stores the policies, and nothing carries them out. Every pod reaches every other pod, while the objects say that it cannot and everybody relies on them.',
  fix: 'Run a network plug-in that enforces policies, or switch that part of yours on: Flannel can have a policy agent beside it, the Amazon plug-in has one of its own. Try a connection that a policy denies. Connections that nobody allowed stop working then.',
  severity: { gain: 'information', position: 'a container', effort: 'none', spread: 'cluster' },
  check: (_, { cluster }): Fact<readonly Breach[]> => {
    const { value, evidence: [shown, ...more], gaps: [gap] } = networkOf(cluster).enforcement('namespace');
    if (value === 'unknown' && gap) return unknown(gap);
    if (value === true || !shown) return known([], ...(shown ? [shown, ...more] : []));
    return known([{ message: 'runs a network plug-in that carries out no NetworkPolicy', object: shown.object, evidence: [shown, ...more], expected: 'a network plug-in that enforces policies' }]);
  },
  examples: {
    bad: [daemonSet('docker.io/flannel/flannel:v0.27.0'), daemonSet('602401143452.dkr.ecr.eu-central-1.amazonaws.com/amazon/aws-network-policy-agent:v1.2.0', ', args: ["--enable-network-policy=false"]')],
    good: [daemonSet('docker.io/calico/node:v3.30.0'), `${daemonSet('docker.io/flannel/flannel:v0.27.0')}---\n${daemonSet('docker.io/calico/node:v3.30.0').replace('name: network', 'name: canal')}`],
    unknown: ['apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n', daemonSet('docker.io/kindest/kindnetd:v20250512')],
  },
});

export default rule;
