// Every numbered point of Kubernetes' network policy semantics that a re-implementation gets wrong, one named row or more each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldOf, type KubernetesObject } from '../../model/object.ts';
import { Network, policyProblems, type Protocol } from './index.ts';

type Fields = Readonly<Record<string, unknown>>;

function namespace(name: string, labels: Fields = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: labels as Record<string, string> } };
}
function pod(name: string, ip: string, more: { readonly labels?: Record<string, string>; readonly ports?: readonly Fields[]; readonly spec?: Fields; readonly ips?: readonly string[] } = {}): KubernetesObject {
  const [home = '', own = ''] = name.split('/');
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { namespace: home, name: own, labels: { app: own, ...more.labels } },
    spec: { containers: [{ name: 'c', image: 'i', ports: more.ports ?? [] }], ...more.spec }, status: { podIP: ip, podIPs: (more.ips ?? [ip]).map((each) => ({ ip: each })) },
  };
}
const web = [{ name: 'web', containerPort: 80 }, { name: 'dns', containerPort: 53, protocol: 'UDP' }];
const base: readonly KubernetesObject[] = [
  namespace('x', { team: 'red' }), namespace('y', { team: 'blue' }),
  pod('x/a', '10.0.0.1', { ports: web }), pod('x/b', '10.0.0.2', { ports: web }), pod('y/a', '10.1.0.1', { ports: [{ name: 'web', containerPort: 8080 }] }), pod('y/b', '10.1.0.2'),
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', labels: { role: 'worker' } }, status: { addresses: [{ type: 'InternalIP', address: '192.168.0.1' }] } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n2' }, status: { addresses: [{ type: 'InternalIP', address: '192.168.0.2' }] } },
  pod('x/host', '192.168.0.1', { spec: { hostNetwork: true, nodeName: 'n1' } }), pod('x/on1', '10.0.0.9', { spec: { nodeName: 'n1' } }),
];

/** A NetworkPolicy of namespace x that selects pod a. */
function np(spec: Fields, name = 'p', home = 'x'): KubernetesObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: home }, spec: { podSelector: { matchLabels: { app: 'a' } }, ...spec } };
}
const inX = { namespaces: { matchLabels: { team: 'red' } } };
function anp(rules: Fields, { priority = 5, name = 'anp' }: { readonly priority?: number; readonly name?: string } = {}): KubernetesObject {
  return { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name }, spec: { priority, subject: inX, ...rules } };
}
function banp(rules: Fields): KubernetesObject {
  return { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'BaselineAdminNetworkPolicy', metadata: { name: 'default' }, spec: { subject: inX, ...rules } };
}
function cnp(tier: 'Admin' | 'Baseline', rules: Fields, { priority = 5, name = 'cnp' }: { readonly priority?: number; readonly name?: string } = {}): KubernetesObject {
  return { apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: { name }, spec: { tier, priority, subject: inX, ...rules } };
}
const all = { namespaces: {} };
const [blue, red] = [{ namespaces: { matchLabels: { team: 'blue' } } }, { namespaces: { matchLabels: { team: 'red' } } }];
const b = { podSelector: { matchLabels: { app: 'b' } } };

type Row = readonly [point: string, name: string, policies: readonly KubernetesObject[], question: string, allowed: boolean];
const rows: readonly Row[] = [
  ['np1', 'without a policy everything is allowed', [], 'y/a > x/a:80', true],
  ['np1', 'isolation of one pod leaves its neighbour open', [np({ policyTypes: ['Ingress'] })], 'y/a > x/b:80', true],
  ['np1', 'isolation for ingress leaves egress open', [np({ policyTypes: ['Ingress'] })], 'x/a > y/a:80', true],
  ['np2', 'no policyTypes and no egress rule: egress stays open', [np({ egress: [] })], 'x/a > y/a:80', true],
  ['np2', 'no policyTypes: ingress always', [np({ egress: [{ to: [b] }] })], 'y/a > x/a:80', false],
  ['np2', 'no policyTypes with an egress rule: egress too', [np({ egress: [{ to: [b] }] })], 'x/a > y/a:80', false],
  ['np2', 'rules of an unlisted direction are ignored', [np({ policyTypes: ['Ingress'], ingress: [{}], egress: [{ to: [b] }] })], 'x/a > y/a:80', true],
  ['np3', 'a rule {} is everything, addresses outside included', [np({ ingress: [{}] })], 'ip:8.8.8.8 > x/a:80', true],
  ['np3', 'from [] is every peer', [np({ ingress: [{ from: [] }] })], 'ip:8.8.8.8 > x/a:80', true],
  ['np3', 'ingress [] is nothing', [np({ ingress: [] })], 'x/b > x/a:80', false],
  ['np3', 'ports [] is every port and protocol', [np({ ingress: [{ ports: [] }] })], 'x/b > x/a:9/SCTP', true],
  ['np4', 'podSelector {} in the spec is every pod of the namespace', [np({ podSelector: {}, policyTypes: ['Ingress'] })], 'x/a > x/b:80', false],
  ['np4', 'podSelector {} as a peer stays in the namespace', [np({ ingress: [{ from: [{ podSelector: {} }] }] })], 'y/a > x/a:80', false],
  ['np4', 'namespaceSelector {} is every pod', [np({ ingress: [{ from: [{ namespaceSelector: {} }] }] })], 'y/a > x/a:80', true],
  ['np4', 'namespaceSelector {} is no address outside', [np({ ingress: [{ from: [{ namespaceSelector: {} }] }] })], 'ip:8.8.8.8 > x/a:80', false],
  ['np5', 'both selectors in one item are AND', [np({ ingress: [{ from: [{ ...b, namespaceSelector: { matchLabels: { team: 'blue' } } }] }] })], 'x/b > x/a:80', false],
  ['np5', 'selectors in two items are OR', [np({ ingress: [{ from: [b, { namespaceSelector: { matchLabels: { team: 'blue' } } }] }] })], 'x/b > x/a:80', true],
  ['np5', 'a lone podSelector stays in its namespace', [np({ ingress: [{ from: [b] }] })], 'y/b > x/a:80', false],
  ['np6', 'NotIn matches a namespace without the label', [np({ ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['dmz'] }] } }] }] })], 'y/a > x/a:80', true],
  ['np6', 'every namespace carries its name', [np({ ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'y' } } }] }] })], 'y/a > x/a:80', true],
  ['np7', 'a pod IP in the block matches', [np({ ingress: [{ from: [{ ipBlock: { cidr: '10.1.0.0/16' } }] }] })], 'y/a > x/a:80', true],
  ['np7', 'except cuts the pod out', [np({ ingress: [{ from: [{ ipBlock: { cidr: '10.1.0.0/16', except: ['10.1.0.1/32'] } }] }] })], 'y/a > x/a:80', false],
  ['np7', 'another block may allow what one cuts out', [np({ ingress: [{ from: [{ ipBlock: { cidr: '10.1.0.0/16', except: ['10.1.0.1/32'] } }, { ipBlock: { cidr: '10.1.0.1/32' } }] }] })], 'y/a > x/a:80', true],
  ['np7', '0.0.0.0/0 says nothing of IPv6', [np({ ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })], 'ip:2001:db8::1 > x/a:80', false],
  ['np7', '::/0 is every IPv6 address', [np({ ingress: [{ from: [{ ipBlock: { cidr: '::/0' } }] }] })], 'ip:2001:db8::1 > x/a:80', true],
  ['np8', 'a port without protocol is TCP', [np({ ingress: [{ ports: [{ port: 80 }] }] })], 'x/b > x/a:80/UDP', false],
  ['np8', 'a protocol without port is all its ports', [np({ ingress: [{ ports: [{ protocol: 'UDP' }] }] })], 'x/b > x/a:9999/UDP', true],
  ['np8', 'endPort is inclusive', [np({ ingress: [{ ports: [{ port: 80, endPort: 90 }] }] })], 'x/b > x/a:90', true],
  ['np8', 'a UDP rule isolates TCP', [np({ ingress: [{ ports: [{ protocol: 'UDP', port: 53 }] }] })], 'x/b > x/a:53', false],
  ['np9', 'a named port is the number of the destination', [np({ egress: [{ ports: [{ port: 'web' }] }], policyTypes: ['Egress'] })], 'x/a > y/a:8080', true],
  ['np9', 'and another number there', [np({ egress: [{ ports: [{ port: 'web' }] }], policyTypes: ['Egress'] })], 'x/a > y/a:80', false],
  ['np9', 'name and protocol both have to be right', [np({ ingress: [{ ports: [{ port: 'dns', protocol: 'TCP' }] }] })], 'x/b > x/a:53', false],
  ['np9', 'a named port is nothing on an address outside', [np({ egress: [{ ports: [{ port: 'web' }] }], policyTypes: ['Egress'] })], 'x/a > ip:8.8.8.8:80', false],
  ['np9', 'a pod without the name is not reached', [np({ egress: [{ ports: [{ port: 'web' }] }], policyTypes: ['Egress'] })], 'x/a > y/b:80', false],
  ['np10', 'policies only add', [np({ policyTypes: ['Ingress'] }, 'deny'), np({ ingress: [{ from: [b] }] }, 'allow')], 'x/b > x/a:80', true],
  ['np11', 'a pod on the host network is not isolated', [np({ podSelector: {}, policyTypes: ['Ingress'] })], 'x/b > x/host:80', true],
  ['np11', 'as a peer it is its node, not a pod', [np({ ingress: [{ from: [{ podSelector: {} }] }] })], 'x/host > x/a:80', false],
  ['np11', 'a block with its node lets it in', [np({ ingress: [{ from: [{ ipBlock: { cidr: '192.168.0.0/24' } }] }] })], 'x/host > x/a:80', true],
  ['np11', 'a pod is reached from its own node, for probes', [np({ podSelector: {}, policyTypes: ['Ingress'] })], 'ip:192.168.0.1 > x/on1:80', true],
  ['np11', 'and reaches it', [np({ podSelector: {}, policyTypes: ['Egress'] })], 'x/on1 > ip:192.168.0.1:80', true],
  ['np11', 'a pod on the host network of that node looks like the node', [np({ podSelector: {}, policyTypes: ['Ingress'] })], 'x/host > x/on1:80', true],
  ['np11', 'another node is shut out', [np({ podSelector: {}, policyTypes: ['Ingress'] })], 'ip:192.168.0.2 > x/on1:80', false],
  ['np11', 'a pod of the same node is shut out', [np({ podSelector: {}, policyTypes: ['Ingress'] })], 'x/a > x/on1:80', false],
  ['np11', 'a NetworkPolicy keeps the baseline from parting them', [np({ podSelector: {}, policyTypes: ['Ingress'] }), banp({ egress: [{ action: 'Deny', to: [{ nodes: {} }] }] })], 'ip:192.168.0.1 > x/on1:80', true],
  ['np11', 'a policy of the administrators does part them', [anp({ egress: [{ action: 'Deny', to: [{ nodes: {} }] }] })], 'x/on1 > ip:192.168.0.1:80', false],
  ['np12', 'default-deny egress stops DNS', [np({ policyTypes: ['Egress'] })], 'x/a > y/b:53/UDP', false],
  ['np12', 'a rule of port 53 only opens 53 to the internet', [np({ policyTypes: ['Egress'], egress: [{ ports: [{ protocol: 'UDP', port: 53 }] }] })], 'x/a > ip:8.8.8.8:53/UDP', true],
  ['order1', 'the admin tier comes before NetworkPolicies', [np({ policyTypes: ['Ingress'] }), anp({ ingress: [{ action: 'Allow', from: [blue] }] })], 'y/a > x/a:80', true],
  ['order1', 'both directions have to allow', [anp({ egress: [{ action: 'Deny', to: [blue] }] }), np({ ingress: [{}] }, 'in', 'y')], 'x/a > y/a:80', false],
  ['np9', 'a policy sees the port of the pod, never that of the Service', [np({ ingress: [{ ports: [{ port: 80 }] }] })], 'x/b > x/a:8080', false],
  ['anp1', 'what no rule matches goes on', [anp({ ingress: [{ action: 'Deny', from: [red] }] })], 'y/a > x/a:80', true],
  ['anp2', 'lower priority numbers are asked first', [anp({ ingress: [{ action: 'Deny', from: [all] }] }, { priority: 9, name: 'a' }), anp({ ingress: [{ action: 'Allow', from: [all] }] }, { priority: 3, name: 'b' })], 'y/a > x/a:80', true],
  ['anp3', 'an admin allow is for its own direction only', [anp({ ingress: [{ action: 'Allow', from: [all] }] }), np({ policyTypes: ['Egress'] }, 'out', 'y')], 'y/a > x/a:80', false],
  ['anp4', 'Pass skips a Deny of a later admin policy', [anp({ ingress: [{ action: 'Pass', from: [all] }] }, { priority: 1, name: 'a' }), anp({ ingress: [{ action: 'Deny', from: [all] }] }, { priority: 2, name: 'b' })], 'y/a > x/a:80', true],
  ['anp4', 'Pass in the baseline tier allows', [cnp('Baseline', { ingress: [{ action: 'Pass', from: [all] }, { action: 'Deny', from: [all] }] })], 'y/a > x/a:80', true],
  ['anp5', 'a NetworkPolicy that selects the pod hides the baseline', [np({ ingress: [{}] }), banp({ ingress: [{ action: 'Deny', from: [all] }] })], 'y/a > x/a:80', true],
  ['anp5', 'in the other direction the baseline still counts', [np({ policyTypes: ['Ingress'], ingress: [{}] }), banp({ egress: [{ action: 'Deny', to: [all] }] })], 'x/a > y/a:80', false],
  ['anp6', 'a subject leaves out pods on the host network', [anp({ ingress: [{ action: 'Deny', from: [all] }] })], 'y/a > x/host:80', true],
  ['anp6', 'namespaces {} is no address outside', [anp({ ingress: [{ action: 'Deny', from: [all] }] })], 'ip:8.8.8.8 > x/a:80', true],
  ['anp6', 'namespaces {} is no pod on the host network', [anp({ egress: [{ action: 'Deny', to: [all] }] })], 'x/a > x/host:80', true],
  ['anp7', 'networks 0.0.0.0/0 denies pod to pod', [anp({ egress: [{ action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] }] })], 'x/a > y/a:80', false],
  ['anp7', 'nodes matches the address of a node', [anp({ egress: [{ action: 'Deny', to: [{ nodes: { matchLabels: { role: 'worker' } } }] }] })], 'x/a > ip:192.168.0.1:80', false],
  ['anp7', 'nodes matches a pod on the host network', [anp({ egress: [{ action: 'Deny', to: [{ nodes: { matchLabels: { role: 'worker' } } }] }] })], 'x/a > x/host:80', false],
  ['anp7', 'nodes matches no other pod', [anp({ egress: [{ action: 'Deny', to: [{ nodes: {} }] }] })], 'x/a > y/a:80', true],
  ['anp8', 'an unknown peer in a Deny denies everything', [cnp('Admin', { ingress: [{ action: 'Deny', from: [{ later: {} }] }] })], 'ip:8.8.8.8 > x/a:80', false],
  ['anp8', 'an unknown peer in a Pass denies everything', [cnp('Admin', { ingress: [{ action: 'Pass', from: [{ later: {} }] }] })], 'y/a > x/a:80', false],
  ['anp8', 'an unknown peer in an Accept matches nothing', [np({ policyTypes: ['Ingress'] }), cnp('Admin', { ingress: [{ action: 'Accept', from: [{ later: {} }, all] }] })], 'y/a > x/a:80', false],
  ['anp10', 'portNumber without protocol is TCP', [anp({ ingress: [{ action: 'Deny', from: [all], ports: [{ portNumber: { port: 53 } }] }] })], 'y/a > x/a:53/UDP', true],
  ['anp10', 'a named port has the protocol of the container port', [anp({ ingress: [{ action: 'Deny', from: [all], ports: [{ namedPort: 'dns' }] }] })], 'y/a > x/a:53/UDP', false],
  ['table', 'v1alpha1: a range upside down matches nothing', [anp({ ingress: [{ action: 'Deny', from: [all], ports: [{ portRange: { protocol: 'TCP', start: 90, end: 80 } }] }] })], 'y/a > x/a:85', true],
  ['table', 'v1alpha2 ports', [cnp('Admin', { ingress: [{ action: 'Deny', from: [all], protocols: [{ tcp: { destinationPort: { range: { start: 80, end: 90 } } } }] }] })], 'y/a > x/a:85', false],
  ['table', 'v1alpha2: a protocol without port is all its ports', [cnp('Admin', { ingress: [{ action: 'Deny', from: [all], protocols: [{ udp: {} }] }] })], 'y/a > x/a:7/UDP', false],
  ['regression', 'disjoint ports of egress and ingress meet nowhere', [np({ policyTypes: ['Egress'], egress: [{ ports: [{ port: 80 }] }] }), np({ policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 81 }] }] }, 'in', 'y')], 'x/a > y/a:80', false],
];

function probeOf(network: Network, question: string): ReturnType<Network['probe']> {
  const [, from = '', to = '', port = '', protocol] = /^(\S+) > (\S+):(\d+)(?:\/(\w+))?$/.exec(question) ?? [];
  return network.probe({ from, to, port: Number(port), ...(protocol === undefined ? {} : { protocol: protocol as Protocol }) });
}

for (const [point, name, policies, question, allowed] of rows) {
  test(`network ${point}: ${name}`, () => {
    const network = Network.from([...base, ...policies]);
    const answer = probeOf(network, question);
    assert.equal(answer.allowed, allowed, JSON.stringify(answer.decidedBy));
    // The answer for all ports at once says the same.
    const [, from = '', to = '', port = '', protocol = 'TCP'] = /^(\S+) > (\S+):(\d+)(?:\/(\w+))?$/.exec(question) ?? [];
    const open = network.ports(from, to);
    assert.equal(open === 'all' || (open[protocol as Protocol] ?? []).some(([low, high]) => Number(port) >= low && Number(port) <= high), allowed);
  });
}

const gapRows: readonly (readonly [point: string, name: string, objects: readonly KubernetesObject[], question: string, gap: RegExp])[] = [
  ['np7', 'a block and a pod without a known address', [...base, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'y' }, spec: { template: { metadata: { labels: { app: 'd' } }, spec: { containers: [] } } } }, np({ ingress: [{ from: [{ ipBlock: { cidr: '10.1.0.0/16' } }] }] })], 'y/d > x/a:80', /address lie in a block of NetworkPolicy p/],
  ['np11', 'a pod on the host network', base, 'x/a > x/host:80', /host network/],
  ['np11', 'a pod to itself', base, 'x/a > x/a:80', /reach itself/],
  ['anp2', 'equal priorities', [...base, anp({ ingress: [{ action: 'Deny', from: [all] }] }, { name: 'a' }), anp({ ingress: [{ action: 'Allow', from: [all] }] }, { name: 'b' })], 'y/a > x/a:80', /priority 5 is asked first/],
  ['anp7', 'domain names', [...base, anp({ egress: [{ action: 'Allow', to: [{ domainNames: ['example.org'] }] }] })], 'x/a > ip:8.8.8.8:80', /domain names in AdminNetworkPolicy anp/],
  ['anp9', 'peers by the labels that both share', [...base, anp({ ingress: [{ action: 'Deny', from: [{ namespaces: { sameLabels: ['team'] } }] }] })], 'y/a > x/a:80', /uses sameLabels or notSameLabels/],
  ['foreign', 'a Cilium policy that selects an end', [...base, { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'c', namespace: 'x' }, spec: { endpointSelector: { matchLabels: { 'k8s:app': 'a' } } } }], 'y/a > x/a:80', /CiliumNetworkPolicy x\/c/],
  ['foreign', 'a Calico policy of the whole cluster', [...base, { apiVersion: 'crd.projectcalico.org/v1', kind: 'GlobalNetworkPolicy', metadata: { name: 'g' }, spec: { selector: "app == 'a'" } }], 'y/b > x/a:80', /GlobalNetworkPolicy g/],
  ['np13', 'a policy that the API server refuses', [...base, np({ ingress: [{ from: [{}] }] })], 'y/a > x/a:80', /NetworkPolicy p in the cluster at all/],
  ['np13', 'an unknown network plug-in', base, 'y/a > x/a:80', /Which network plug-in/],
];
for (const [point, name, objects, question, said] of gapRows) {
  test(`network ${point}: ${name} is an open question`, () => {
    const { gaps, enforced } = probeOf(Network.from(objects), question);
    assert.ok([...gaps, ...enforced.gaps].some(({ ask }) => said.test(ask)), gaps.map(({ ask }) => ask).join('\n'));
  });
}

test('network foreign: a Cilium or Calico policy of other pods is no question', () => {
  const others: readonly KubernetesObject[] = [
    { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'c', namespace: 'x' }, spec: { endpointSelector: { matchLabels: { app: 'z' } } } },
    { apiVersion: 'projectcalico.org/v3', kind: 'GlobalNetworkPolicy', metadata: { name: 'g' }, spec: { selector: "app == 'z' && team == 'q'" } },
  ];
  assert.deepEqual(probeOf(Network.from([...base, ...others]), 'y/a > x/a:80').gaps, []);
});

function agent(image: string, args: readonly string[] = []): KubernetesObject {
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'kube-system' }, spec: { template: { spec: { hostNetwork: true, containers: [{ name: 'c', image, args }] } } } };
}
for (const [image, args, value] of [
  ['docker.io/calico/node:v3.30.1', [], true], ['quay.io/cilium/cilium:v1.18@sha256:00', [], true], ['ghcr.io/flannel-io/flannel:v0.26.1', [], false], ['registry.k8s.io/pause:3.10', [], 'unknown'],
  ['602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-network-policy-agent:v1.1.2', ['--enable-network-policy=true'], true], ['602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-network-policy-agent:v1.1.2', ['--enable-network-policy=false'], false], ['docker.io/kindest/kindnetd:v2025', [], 'unknown'],
] as const) {
  test(`network np13: ${image} ${args.join(' ')} enforces: ${value}`, () => {
    assert.equal(probeOf(Network.from([...base, agent(image, args)]), 'y/a > x/a:80').enforced.value, value);
  });
}

const openshift: KubernetesObject = { apiVersion: 'config.openshift.io/v1', kind: 'Network', metadata: { name: 'cluster' }, spec: { networkType: 'OVNKubernetes' } };
const ciliumConfig = (data: Readonly<Record<string, string>>): KubernetesObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cilium-config', namespace: 'kube-system' }, data });
const calicoDefinition: KubernetesObject = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'felixconfigurations.crd.projectcalico.org' }, spec: { group: 'crd.projectcalico.org' } };
for (const [name, objects, value, field] of [
  ['the network type of OpenShift', [openshift], true, 'spec.networkType'],
  ['a network type that nobody knows', [{ ...openshift, spec: { networkType: 'Own' } }], 'unknown', undefined],
  ['the Installation of the Tigera operator', [{ apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default' }, spec: { variant: 'Calico' } }], true, 'spec.variant'],
  ['Cilium switched off', [agent('quay.io/cilium/cilium:v1.18'), ciliumConfig({ 'enable-policy': 'never' })], false, 'data.enable-policy'],
  ['Cilium without NetworkPolicies', [agent('quay.io/cilium/cilium:v1.18'), ciliumConfig({ 'enable-k8s-networkpolicy': 'false' })], false, 'data.enable-k8s-networkpolicy'],
  ['Cilium as it comes', [agent('quay.io/cilium/cilium:v1.18'), ciliumConfig({ 'enable-policy': 'default' })], true, 'spec.template.spec.containers[0].image'],
  ['definitions of Calico alone', [calicoDefinition], 'unknown', 'spec.group'],
  ['definitions of Calico beside Flannel', [calicoDefinition, agent('ghcr.io/flannel-io/flannel:v0.26.1')], false, 'spec.template.spec.containers[0].image'],
] as const) {
  test(`network np13: ${name}: enforces ${value}`, () => {
    const { enforced } = probeOf(Network.from([...base, ...objects]), 'y/a > x/a:80');
    assert.deepEqual([enforced.value, enforced.evidence[0] && fieldOf(enforced.evidence[0].path)], [value, field]);
  });
}

test('network np13: a policy of the administrators is not known to be carried out by a plug-in that carries out NetworkPolicies', () => {
  const answer = probeOf(Network.from([...base, agent('calico/node:v3'), anp({ ingress: [{ action: 'Deny', from: [all] }] })]), 'y/a > x/a:80');
  assert.deepEqual([answer.allowed, answer.enforced.value], [false, 'unknown']);
});

const invalid: readonly (readonly [name: string, policy: KubernetesObject, refused: boolean])[] = [
  ['an empty peer', np({ ingress: [{ from: [{}] }] }), true],
  ['ipBlock beside a selector', np({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }] }), true],
  ['except equal to its cidr', np({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }] }] }), true],
  ['except outside its cidr', np({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }] }), true],
  ['three policyTypes', np({ policyTypes: ['Ingress', 'Egress', 'Ingress'] }), true],
  ['endPort after a name', np({ ingress: [{ ports: [{ port: 'web', endPort: 90 }] }] }), true],
  ['endPort alone', np({ ingress: [{ ports: [{ endPort: 90 }] }] }), true],
  ['port 0', np({ ingress: [{ ports: [{ port: 0 }] }] }), true],
  ['a good policy', np({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ port: 80, endPort: 90 }] }] }), false],
  ['v1alpha2 range of one', cnp('Admin', { ingress: [{ action: 'Deny', from: [all], protocols: [{ tcp: { destinationPort: { range: { start: 80, end: 80 } } } }] }] }), true],
  ['v1alpha1 action Accept', anp({ ingress: [{ action: 'Accept', from: [all] }] }), true],
  ['priority 1001', anp({}, { priority: 1001 }), true],
  ['domain names beside Deny', cnp('Admin', { egress: [{ action: 'Deny', to: [{ domainNames: ['a.b'] }] }] }), true],
  ['26 rules of v1alpha2', cnp('Admin', { ingress: Array.from({ length: 26 }, () => ({ action: 'Deny', from: [all] })) }), true],
];
for (const [name, policy, refused] of invalid) {
  test(`network np13: ${name} is ${refused ? 'refused' : 'accepted'}`, () => assert.equal(policyProblems(policy).length > 0, refused));
}

test('network: two dual-stack pods use the family that is open', () => {
  const dual = [namespace('z'), pod('z/a', '10.2.0.1', { ips: ['10.2.0.1', 'fd00::1'] }), pod('z/b', '10.2.0.2', { ips: ['10.2.0.2', 'fd00::2'] })];
  const only6 = np({ ingress: [{ from: [{ ipBlock: { cidr: 'fd00::/8' } }] }] }, 'six', 'z');
  assert.equal(probeOf(Network.from([...dual, only6]), 'z/b > z/a:80').allowed, true);
});

test('network: a List whose items carry no kind is read', () => {
  const listed = [{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicyList', metadata: { name: '' }, items: [{ metadata: { name: 'p', namespace: 'x' }, spec: { podSelector: {}, policyTypes: ['Ingress'] } }] }];
  assert.equal(probeOf(Network.from([...listed, ...base]), 'y/a > x/a:80').allowed, false);
});

test('network: who decided is named in each direction', () => {
  const { egress, ingress } = probeOf(Network.from([...base, np({ ingress: [{ from: [b] }, {}] }), banp({ egress: [{ action: 'Allow', to: [all] }] })]), 'x/b > x/a:80');
  assert.deepEqual([egress.tier, egress.decidedBy.map(({ policy, rule, action }) => [policy.kind, rule, action])], ['baseline', [['BaselineAdminNetworkPolicy', ['spec', 'egress', 0], 'allow']]]);
  assert.deepEqual([ingress.tier, ingress.decidedBy.map(({ rule }) => rule)], ['namespace', [['spec', 'ingress', 0], ['spec', 'ingress', 1]]]);
});
