// The ways in from outside: what each kind of object opens, and what policies leave of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectText } from '../../collect/index.ts';
import { Network, portText } from './index.ts';

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: x}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080}, {name: admin, containerPort: 9000}]}]}}}
`;
const service = (more: string, ports = '[{name: http, port: 80, targetPort: http}, {name: admin, port: 81, targetPort: 9000}]'): string => `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: x}
spec: {selector: {app: web}, ports: ${ports}, ${more}}
`;
const policy = (spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: x}
spec: ${spec}
`;
const gateway = (listener: string): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw, namespace: infra}
spec: {listeners: [{name: l, port: 443, protocol: HTTPS, ${listener}}]}
`;
const route = (more: string, backend = '{name: web, port: 80}', kind = 'HTTPRoute'): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: {name: r, namespace: ${more.includes('away') ? 'far' : 'x'}}
spec: {parentRefs: [{name: gw, namespace: infra}], ${more.replace('away, ', '')} rules: [{backendRefs: [${backend}]}]}
`;
const ingress = (backend: string): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i, namespace: x}
spec: {${backend}}
`;
const at = (spec: string): string => `rules: [{host: h, http: {paths: [{path: /, backend: {service: ${spec}}}]}}]`;
const fromAll = 'allowedRoutes: {namespaces: {from: All}}';
const grant = (name: string): string => `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: g, namespace: x}
spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: far}], to: [{group: '', kind: Service${name}}]}
`;

/** `how door ports allowed`, one line a way. */
function waysOf(...documents: readonly string[]): readonly string[] {
  const network = Network.from(collectText([deployment, ...documents].join('---')).snapshot.objects);
  return network.exposures().map(({ how, door, ports, allowed }) => `${how} ${door} ${portText(ports)} ${allowed}`);
}

const rows: readonly (readonly [name: string, documents: readonly string[], ways: readonly string[]])[] = [
  ['a ClusterIP Service opens nothing', [service('type: ClusterIP')], []],
  ['an ExternalName Service opens nothing', [service('type: ExternalName, externalName: a.b')], []],
  ['a LoadBalancer opens its ports and node ports, named target ports resolved', [service('type: LoadBalancer', '[{port: 80, targetPort: http, nodePort: 30080}]')], ['LoadBalancer port 80 TCP 8080 yes', 'NodePort 30080 TCP 8080 yes']],
  ['allocateLoadBalancerNodePorts false opens no node port', [service('type: LoadBalancer, allocateLoadBalancerNodePorts: false', '[{port: 80, targetPort: http}]')], ['LoadBalancer port 80 TCP 8080 yes']],
  ['targetPort is the port where it is not set', [service('type: NodePort', '[{port: 9000, nodePort: 30900}]')], ['NodePort 30900 TCP 9000 yes']],
  ['a NodePort that no manifest numbers is open too', [service('type: NodePort', '[{port: 9000}]')], ['NodePort that the cluster picks TCP 9000 yes']],
  ['a targetPort that no container names leads nowhere', [service('type: NodePort', '[{port: 80, targetPort: grpc}]')], []],
  ['externalIPs open a ClusterIP Service', [service('externalIPs: [192.0.2.7]', '[{port: 80, targetPort: 8080}]')], ['externalIPs 192.0.2.7 port 80 TCP 8080 yes']],
  ['a Service without selector and slices leads nowhere', ['\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: x}\nspec: {type: NodePort, ports: [{port: 80}]}\n'], []],
  ['a policy shuts a load balancer', [service('type: LoadBalancer, externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false'), policy('{podSelector: {}, policyTypes: [Ingress]}')], ['LoadBalancer port 80 TCP 8080 no', 'LoadBalancer port 81 TCP 9000 no']],
  ['a rule on a client block leaves a part', [service('type: LoadBalancer, externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false', '[{port: 80, targetPort: 8080}]'), policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}')], ['LoadBalancer port 80 TCP 8080 some']],
  ['a block of private addresses lets no client of the internet in', [service('type: LoadBalancer, externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false', '[{port: 80, targetPort: 8080}]'), policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}')], ['LoadBalancer port 80 TCP 8080 no']],
  ['np7: with Cluster the client is translated to a node, so that rules on clients decide nothing', [service('type: LoadBalancer, allocateLoadBalancerNodePorts: false', '[{port: 80, targetPort: 8080}]'), policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}')], ['LoadBalancer port 80 TCP 8080 unknown']],
  ['an Ingress leads to the port it names', [service('type: ClusterIP'), ingress(at('{name: web, port: {name: admin}}'))], ['Ingress h/ TCP 9000 yes']],
  ['an Ingress by number', [service('type: ClusterIP'), ingress(at('{name: web, port: {number: 80}}'))], ['Ingress h/ TCP 8080 yes']],
  ['the default backend counts', [service('type: ClusterIP'), ingress('defaultBackend: {service: {name: web, port: {number: 81}}}')], ['Ingress every host TCP 9000 yes']],
  ['a resource backend and an unknown port lead nowhere', [service('type: ClusterIP'), ingress(at('{name: web, port: {number: 99}}'))], []],
  ['an Ingress is shut to an unknown controller', [service('type: ClusterIP'), ingress(at('{name: web, port: {number: 80}}')), policy('{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}')], ['Ingress h/ TCP 8080 unknown']],
  ['a Route with alternate backends', [service('type: ClusterIP'), '\napiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r, namespace: x}\nspec: {host: h, to: {kind: Service, name: none}, alternateBackends: [{kind: Service, name: web}], port: {targetPort: admin}}\n'], ['Route h/ TCP 9000 yes']],
  ['a Gateway takes routes of its own namespace only', [service('type: ClusterIP'), gateway('hostname: h'), route('')], []],
  ['allowedRoutes All takes every namespace', [service('type: ClusterIP'), gateway(fromAll), route('')], ['Gateway *:443 TCP 8080 yes']],
  ['allowedRoutes by a selector of the namespace', [service('type: ClusterIP'), gateway('allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: x}}}}'), route('')], ['Gateway *:443 TCP 8080 yes']],
  ['hostnames have to meet', [service('type: ClusterIP'), gateway(`hostname: '*.shop.example', ${fromAll}`), route('hostnames: [shop.example],')], []],
  ['a wildcard meets a name below it', [service('type: ClusterIP'), gateway(`hostname: '*.shop.example', ${fromAll}`), route('hostnames: [a.b.shop.example],')], ['Gateway a.b.shop.example:443 TCP 8080 yes']],
  ['a TCPRoute does not bind to an HTTPS listener', [service('type: ClusterIP'), gateway(fromAll), route('', '{name: web, port: 80}', 'TCPRoute')], []],
  ['weight 0 sends nothing', [service('type: ClusterIP'), gateway(fromAll), route('', '{name: web, port: 80, weight: 0}')], []],
  ['a backend of another namespace needs a grant', [service('type: ClusterIP'), gateway(fromAll), route('away, ', '{name: web, namespace: x, port: 80}')], []],
  ['a ReferenceGrant gives it', [service('type: ClusterIP'), gateway(fromAll), route('away, ', '{name: web, namespace: x, port: 80}'), grant('')], ['Gateway *:443 TCP 8080 yes']],
  ['a ReferenceGrant for another name does not', [service('type: ClusterIP'), gateway(fromAll), route('away, ', '{name: web, namespace: x, port: 80}'), grant(', name: other')], []],
];
for (const [name, documents, ways] of rows) {
  test(`exposure: ${name}`, () => assert.deepEqual(waysOf(...documents), ways));
}

const podOf = (spec: string): string => `\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: other}\nspec: {${spec}}\n`;
for (const [name, spec, ways] of [
  ['hostPort opens the port of the container', 'containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 8080, protocol: UDP}]}]', ['hostPort port 8080 of its node UDP 80 yes']],
  ['hostPort on loopback opens nothing', 'containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 8080, hostIP: 127.0.0.1}]}]', []],
  ['hostPort of an init container that ends opens nothing', 'containers: [], initContainers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 8080}]}]', []],
  ['hostNetwork opens every port it listens on', 'hostNetwork: true, containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 80}]}]', ['hostNetwork every port it listens on all ports yes']],
] as const) {
  test(`exposure: ${name}`, () => assert.deepEqual(waysOf(podOf(spec)), ways));
}

test('exposure: policies apply to a hostPort after the translation', () => {
  const shut = `\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: other}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n`;
  assert.deepEqual(waysOf(podOf('containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 8080}]}]'), shut), ['hostPort port 8080 of its node TCP 80 no']);
});

test('exposure: source ranges and internal load balancers are said to narrow', () => {
  const of = (more: string, annotations = ''): readonly (string | undefined)[] =>
    Network.from(collectText([deployment, service(`type: LoadBalancer, allocateLoadBalancerNodePorts: false, ${more}`, '[{port: 80, targetPort: http}]').replace('namespace: x}', `namespace: x${annotations}}`)].join('---')).snapshot.objects).exposures().map(({ narrowed }) => narrowed);
  assert.deepEqual(of('loadBalancerSourceRanges: [203.0.113.0/24]'), ['only from 203.0.113.0/24']);
  assert.deepEqual(of('loadBalancerSourceRanges: [0.0.0.0/0]'), [undefined]);
  assert.match(of('externalTrafficPolicy: Cluster', ', annotations: {service.beta.kubernetes.io/aws-load-balancer-scheme: internal}')[0] ?? '', /inside the network/);
});

test('exposure: EndpointSlices lead a Service without selector to its pods', () => {
  const slice = `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: s-1, namespace: other, labels: {kubernetes.io/service-name: s}}
endpoints: [{addresses: [10.0.0.1], targetRef: {kind: Pod, name: p, namespace: other}}]
ports: [{port: 7000, protocol: TCP}]
`;
  assert.deepEqual(waysOf(podOf('containers: []'), slice, '\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: other}\nspec: {type: NodePort, ports: [{port: 80, nodePort: 30001}]}\n'), ['NodePort 30001 TCP 7000 yes']);
});

test('exposure: the controller whose pods are known decides for an Ingress', () => {
  const controller = '\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: c, namespace: ingress}\nspec: {template: {metadata: {labels: {app: ingress}}, spec: {containers: [{name: c, image: "registry.k8s.io/ingress-nginx/controller:v1.13"}]}}}\n';
  const only = policy('{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}}]}]}');
  assert.deepEqual(waysOf(controller, service('type: ClusterIP'), ingress(at('{name: web, port: {number: 80}}')), only), ['Ingress h/ TCP 8080 yes']);
});

const filled = '\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: other}\nspec: {type: NodePort, ports: [{name: a, port: 80, nodePort: 30001}]}\n';
const addressed = '\napiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: other}\nspec: {containers: []}\nstatus: {podIP: 10.0.0.1}\n';
const slice = (more: string): string => `\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: s-1, namespace: other, labels: {kubernetes.io/service-name: s}}\n${more}\nports: [{name: a, port: 7000}]\n`;
const legacy = (more = '', labels = ''): string => `\napiVersion: v1\nkind: Endpoints\nmetadata: {name: s, namespace: other${labels}}\nsubsets: [{addresses: [{ip: 10.0.0.1${more}}], ports: [{name: a, port: 7000}]}]\n`;
for (const [name, documents, ways] of [
  ['an EndpointSlice without reference leads to the pod that has its address', [slice('endpoints: [{addresses: [10.0.0.1]}]')], ['NodePort 30001 TCP 7000 yes']],
  ['an address that no pod has leads nowhere', [slice('endpoints: [{addresses: [10.0.0.9]}]')], []],
  ['Endpoints lead to the pod that they refer to', [legacy(', targetRef: {kind: Pod, name: p, namespace: other}')], ['NodePort 30001 TCP 7000 yes']],
  ['Endpoints lead to the pod that has their address', [legacy()], ['NodePort 30001 TCP 7000 yes']],
  ['Endpoints that are not mirrored lead nowhere', [legacy('', ', labels: {endpointslice.kubernetes.io/skip-mirror: "true"}')], []],
  ['where there are slices Endpoints do not count', [legacy(), slice('endpoints: [{addresses: [10.0.0.9]}]')], []],
] as const) {
  test(`exposure: ${name}`, () => assert.deepEqual(waysOf(filled, addressed, ...documents), ways));
}

const proxy = (config: string): string => `\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube-proxy, namespace: kube-system}\ndata: {config.conf: '${config}'}\n`;
const proxyPods = (image: string, ...args: readonly string[]): string => `\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: kube-proxy, namespace: kube-system}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: c, image: "${image}", command: ["/usr/local/bin/kube-proxy", ${args.map((each) => `"${each}"`).join(', ')}]}]}}}\n`;
const node = '\napiVersion: v1\nkind: Node\nmetadata: {name: n}\nstatus: {addresses: [{type: InternalIP, address: 192.168.0.4}]}\n';
const image = 'registry.k8s.io/kube-proxy:v1';
for (const [name, documents, said] of [
  ['without its configuration it is not known', [], /kube-proxy or its replacement listens on/],
  ['the mode of a ConfigMap: iptables answers everywhere', [proxy('mode: ""')], /^on every address of every node$/],
  ['nftables answers on primary addresses', [proxy('mode: nftables')], /^on the primary addresses of every node$/],
  ['nftables of 1.30 answers everywhere', [proxy('mode: nftables'), proxyPods(`${image}.30.4`, '--config=/x')], /^on every address of every node$/],
  ['primary may be asked for in other modes', [proxy('{mode: iptables, nodePortAddresses: [primary]}')], /^on the primary addresses of every node$/],
  ['all ends the default of nftables', [proxy('{mode: nftables, nodePortAddresses: [all]}')], /^on every address of every node$/],
  ['a block that holds a node', [proxy('{nodePortAddresses: [192.168.0.0/24]}'), node], /within 192\.168\.0\.0\/24/],
  ['a block that holds none of the nodes opens nothing', [proxy('{nodePortAddresses: [10.0.0.0/8]}'), node], undefined],
  ['a block of unread nodes', [proxy('{nodePortAddresses: [10.0.0.0/8]}')], /within 10\.0\.0\.0\/8/],
  ['loopback alone opens nothing outside', [proxy('{nodePortAddresses: [127.0.0.0/8]}')], undefined],
  ['localhost alone opens nothing outside', [proxy('{mode: nftables, nodePortAddresses: [localhost]}')], undefined],
  ['one family', [proxy('{nodePortAddresses: [0.0.0.0/0]}')], /^on every IPv4 address of every node$/],
  ['flags without a file', [proxyPods(image, '--proxy-mode=nftables', '--nodeport-addresses=127.0.0.1/32')], undefined],
  ['with a file flags do not count', [proxyPods(image, '--config=/x', '--nodeport-addresses=127.0.0.1/32'), proxy('mode: iptables')], /^on every address of every node$/],
] as const) {
  test(`exposure: NodePort: ${name}`, () => {
    const ways = Network.from(collectText([deployment, service('type: NodePort', '[{port: 80, targetPort: 8080, nodePort: 30080}]'), ...documents].join('---')).snapshot.objects).exposures().filter(({ how }) => how === 'NodePort');
    assert.equal(ways.length, said ? 1 : 0);
    if (said) assert.match(ways[0]?.narrowed ?? '', said);
  });
}

test('exposure: np7: the client is seen as itself with Local, as a node with Cluster, as the controller behind an Ingress', () => {
  const seen = (...documents: readonly string[]): readonly string[] => Network.from(collectText([deployment, ...documents].join('---')).snapshot.objects).exposures().map(({ seenAs }) => seenAs);
  const balancer = (policy_: string): string => service(`type: LoadBalancer, allocateLoadBalancerNodePorts: false, externalTrafficPolicy: ${policy_}`, '[{port: 80, targetPort: 8080}]');
  assert.deepEqual([seen(balancer('Local')), seen(balancer('Cluster')), seen(service('type: ClusterIP'), ingress(at('{name: web, port: {number: 80}}')))], [['client'], ['node'], ['controller']]);
});
