// Cases that other scanners answer wrongly, and that one cause is told once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf } from '../../test/support/context.ts';
import { fieldOf } from '../model/object.ts';
import { documents } from './examples.ts';
import { findingsOf } from './findings.ts';
import { rules } from './registry.ts';
import { runRules } from './run.ts';

const pod = (name: string, more = ''): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}\nspec: {containers: [{name: app, image: app}]${more}}\n`;
const policy = (spec: string, name = 'p'): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n`;
const node = 'apiVersion: v1\nkind: Node\nmetadata: {name: a, labels: {node-role.kubernetes.io/control-plane: ""}}\nspec: {providerID: "aws:///a/i-1"}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.5}]}\n';
const agent = (image: string): string => `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: network, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: agent, image: "${image}"}]}}}\n`;
const [calico, flannel] = [agent('docker.io/calico/node:v3.30.0'), agent('docker.io/flannel/flannel:v0.27.0')];
const about = new Set(['network-policy-ingress', 'network-policy-egress', 'network-policy-allows-all', 'network-policy-not-enforced', 'metadata-service-reachable', 'kubelet-port-reachable', 'control-plane-port-reachable', 'dns-egress-missing']);

/** `rule Kind name`, one line a finding. */
function found(...yaml: readonly string[]): readonly string[] {
  const context = contextOf(documents(...yaml));
  const findings = findingsOf(runRules(rules.filter(({ id }) => about.has(id)), context), { context, locate: ({ object, seen }) => ({ object, field: '', seen, location: null }), referencesOf: () => [] });
  return findings.map(({ rule, object }) => `${rule} ${object.kind} ${object.name}`).toSorted();
}

const deny = '{podSelector: {}, policyTypes: [Ingress, Egress]}';
const cases: readonly (readonly [name: string, yaml: readonly string[], findings: readonly string[]])[] = [
  ['a correct default deny is no finding (peers report it for its missing rules)', [pod('web'), policy(deny), calico], []],
  ['a policy for egress alone is no protection from others (peers count any policy)', [pod('web'), policy('{podSelector: {}, policyTypes: [Egress]}'), calico], ['network-policy-ingress Namespace shop']],
  ['a policy without policyTypes and egress rules holds no egress (peers count it for both)', [pod('web'), policy('{podSelector: {}, ingress: []}'), calico], ['network-policy-egress Namespace shop']],
  ['a policy for one pod leaves the others open (peers look whether there is one)', [pod('web'), pod('db'), policy('{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress]}'), calico], ['network-policy-egress Namespace shop', 'network-policy-ingress Namespace shop']],
  ['a policy for each pod leaves none open (peers ask for an empty selector)', [pod('web'), pod('db'), policy('{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress]}'), policy('{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [db]}]}, policyTypes: [Ingress, Egress]}', 'q'), calico], []],
  ['a policy that lets everybody in again denies nothing, told once (peers count it as a policy)', [pod('web'), policy(deny), policy('{podSelector: {}, ingress: [{}]}', 'q'), calico], ['network-policy-ingress Namespace shop']],
  ['a pod that is meant for everybody opens no namespace', [pod('web'), pod('db'), policy(deny), policy('{podSelector: {matchLabels: {app: web}}, ingress: [{}]}', 'q'), calico], ['network-policy-allows-all NetworkPolicy q']],
  ['a pod on the network of its node is no pod that a policy could hold (peers ask for one)', [pod('web', ', hostNetwork: true'), calico], []],
  ['policies that nothing carries out are void, told on the plug-in', [pod('web'), pod('db'), policy(deny), flannel], ['network-policy-egress DaemonSet network', 'network-policy-ingress DaemonSet network', 'network-policy-not-enforced DaemonSet network']],
  ['the metadata service is told once for all pods that nothing holds', [pod('web'), pod('db'), node, calico, policy('{podSelector: {}, policyTypes: [Ingress]}')], ['metadata-service-reachable Cluster cluster', 'network-policy-egress Namespace shop']],
  ['the metadata service is told on the policy that lets to it, and so are the ports of nodes', [pod('web'), pod('db'), node, calico, policy('{podSelector: {}, policyTypes: [Ingress, Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [192.168.0.0/16]}}]}]}')], ['control-plane-port-reachable NetworkPolicy p', 'kubelet-port-reachable NetworkPolicy p', 'metadata-service-reachable NetworkPolicy p']],
  ['an HTTPS rule to everywhere reaches neither', [pod('web'), node, calico, policy('{podSelector: {}, policyTypes: [Ingress, Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}, {port: 53, protocol: UDP}]}]}')], []],
];
for (const [name, yaml, findings] of cases) test(name, () => assert.deepEqual(found(...yaml), findings));

test('a finding on a namespace is not marked as needed by the agent that was judged first', () => {
  const context = contextOf(documents(pod('a').replace('image: app', 'image: "docker.io/prom/node-exporter:v1"').replace('prom/node', 'prometheus/node'), pod('web'), node, calico, policy('{podSelector: {}, policyTypes: [Ingress]}')));
  const findings = findingsOf(runRules(rules.filter(({ id }) => id === 'metadata-service-reachable'), context), { context, locate: ({ object, seen }) => ({ object, field: '', seen, location: null }), referencesOf: () => [] });
  assert.deepEqual(findings.map(({ byDesign, object, instances }) => [byDesign, object.kind, instances]), [[null, 'Cluster', 2]]);
});

test('the policy that a namespace lacks is named by its kind, in either direction', () => {
  const context = contextOf(documents(pod('web'), calico));
  const findings = findingsOf(runRules(rules.filter(({ id }) => /^network-policy-(in|e)gress$/.test(id)), context), { context, locate: ({ object, path, seen }) => ({ object, field: fieldOf(path), seen, location: null }), referencesOf: () => [] });
  assert.deepEqual(findings.map(({ object, field }) => [object.kind, field]), [['Namespace', 'NetworkPolicy'], ['Namespace', 'NetworkPolicy']]);
});
