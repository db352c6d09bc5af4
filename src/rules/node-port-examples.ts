import type { Examples } from './define.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {containers: [{name: app, image: app}]}\n';
const calico = '---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: calico-node, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: calico-node, image: docker.io/calico/node:v3.30.0}]}}}\n';
const policy = (egress: string): string => `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: ${egress}}\n`;

/** Examples of rules on ports of nodes, with one node of these labels at 10.0.0.5. */
export function nodePortExamples({ labels, port }: { readonly labels: string; readonly port: number }): Examples {
  const node = `---\napiVersion: v1\nkind: Node\nmetadata: {name: a, labels: ${labels}}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.5}, {type: Hostname, address: a}]}\n`;
  return {
    bad: [pod + node + calico + policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}]'), pod + node + calico + policy(`[{to: [{ipBlock: {cidr: 10.0.0.0/24}}], ports: [{port: ${port - 100}, endPort: ${port + 5}}]}]`)],
    good: [
      pod + node + calico + policy('[]'),
      pod + node + calico + policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/24]}}]}]'),
      pod + node + calico + policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]'),
      pod + node + calico + policy(`[{to: [{ipBlock: {cidr: 10.0.0.0/24}}], ports: [{port: ${port}}]}]`),
      // A policy that lets everything through is what network-policy-allows-all reports.
      pod + node + calico + policy('[{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]'),
      // No policy at all is what network-policy-egress reports.
      pod + node + calico,
      pod + calico + policy('[]'),
    ],
    unknown: [pod + node + policy('[]'), pod + calico + policy('[{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]')],
  };
}
