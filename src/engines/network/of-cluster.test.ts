// What rules and threats ask of the network of a cluster: doors, isolation, and what pods may send to addresses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster/cluster.ts';
import type { Workload } from '../../cluster/workload.ts';
import { collectText } from '../../collect/index.ts';
import { isOpenToStrangers, isolationOf } from './isolation.ts';
import { egressOf, networkOf, nodeAddresses, podOf, publicDoors } from './of-cluster.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop, labels: {app: app}}\nspec: {containers: [{name: app, image: app}]}\n';
const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: app, namespace: shop}\nspec: {selector: {app: app}, ports: [{port: 80}]}\n';
const policy = (spec: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {}, ${spec}}\n`;
const ingress = (spec: string, annotations = '{}'): string => `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, namespace: shop, annotations: ${annotations}}\nspec: {${spec}defaultBackend: {service: {name: app, port: {number: 80}}}}\n`;
const node = (name: string, address: string): string => `apiVersion: v1\nkind: Node\nmetadata: {name: ${name}}\nstatus: {addresses: [{type: InternalIP, address: ${address}}]}\n`;

function given(...documents: readonly string[]): readonly [Cluster, Workload] {
  const cluster = Cluster.from(collectText([pod, ...documents].join('---\n')).snapshot);
  const [workload] = cluster.workloads;
  assert.ok(workload);
  return [cluster, workload];
}

const doors: readonly (readonly [name: string, documents: readonly string[], doors: readonly string[]])[] = [
  ['an Ingress of a controller in pods is shut to one that is not known', [ingress(''), policy('ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}]')], ['Ingress unknown']],
  ['a load balancer of the provider comes from a block that is let in', [ingress('ingressClassName: alb, '), policy('ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}]')], ['Ingress some']],
  ['a load balancer of the provider is no pod', [ingress('ingressClassName: alb, '), policy('ingress: [{from: [{namespaceSelector: {}}]}]')], ['Ingress no']],
  ['the class says who serves it, whatever its name', [ingress('ingressClassName: web, '), 'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: web}\nspec: {controller: ingress.k8s.aws/alb}\n', policy('ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24}}]}]')], ['Ingress some']],
  ['a load balancer inside the network is no public door', [ingress('ingressClassName: alb, ', '{alb.ingress.kubernetes.io/scheme: internal}')], []],
  ['the annotation of one provider says nothing to the controller of another', [ingress('ingressClassName: nginx, ', '{alb.ingress.kubernetes.io/scheme: internal}')], ['Ingress yes']],
  ['a route of a Gateway that was not given', ['apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: shop}\nspec: {parentRefs: [{name: gw, namespace: edge}], rules: [{backendRefs: [{name: app, port: 80}]}]}\n'], ['Gateway unknown']],
  ['a route of a mesh is no door', ['apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: shop}\nspec: {parentRefs: [{kind: Service, group: "", name: app}], rules: [{backendRefs: [{name: app, port: 80}]}]}\n'], []],
  ['node ports behind a load balancer inside the network are none either', [service.replace('selector', 'type: LoadBalancer, selector').replace('port: 80', 'port: 80, nodePort: 30080').replace('name: app, namespace: shop', 'name: lb, namespace: shop, annotations: {service.beta.kubernetes.io/azure-load-balancer-internal: "true"}')], []],
];
for (const [name, documents, expected] of doors) {
  test(`public doors: ${name}`, () => {
    const [cluster, workload] = given(service, ...documents);
    assert.deepEqual(publicDoors(cluster, workload).map(({ how, allowed }) => `${how} ${allowed}`), expected);
  });
}

test('public doors: a Service that leads to one pod of its workload alone, by a label of that pod', () => {
  const set = 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db, namespace: shop, uid: u}\nspec: {replicas: 2, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: db}]}}}\n';
  const each = (number: number): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: db-${number}, namespace: shop, labels: {app: db, statefulset.kubernetes.io/pod-name: db-${number}}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: u, controller: true}]}\nspec: {containers: [{name: db, image: db}]}\n`;
  const open = 'apiVersion: v1\nkind: Service\nmetadata: {name: db-1, namespace: shop}\nspec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, selector: {statefulset.kubernetes.io/pod-name: db-1}, ports: [{port: 5432}]}\n';
  const cluster = Cluster.from(collectText([set, each(0), each(1), open].join('---\n')).snapshot);
  assert.deepEqual(cluster.workloads.map((workload) => publicDoors(cluster, workload).map(({ how, door, pod: { name } }) => `${how} ${door} ${name}`)), [['LoadBalancer port 5432 db-1']]);
});

const admin = (kind: string, rest: string): string => `apiVersion: policy.networking.k8s.io/v1alpha1\nkind: ${kind}\nmetadata: {name: default}\nspec: {subject: {namespaces: {}}, ${rest}}\n`;
const isolations: readonly (readonly [name: string, direction: 'ingress' | 'egress', documents: readonly string[], isolated: boolean, openAgain: boolean])[] = [
  ['nothing', 'ingress', [], false, false],
  ['a policy of the other direction', 'egress', [policy('policyTypes: [Ingress]')], false, false],
  ['a policy', 'ingress', [policy('policyTypes: [Ingress]')], true, false],
  ['a policy that lets everybody in', 'ingress', [policy('ingress: [{}]')], true, true],
  ['a policy that lets every pod in, and no address', 'ingress', [policy('ingress: [{from: [{namespaceSelector: {}}]}]')], true, false],
  ['a policy that lets everybody in on one port', 'ingress', [policy('ingress: [{ports: [{port: 80}]}]')], true, false],
  ['a baseline that denies pods', 'ingress', [admin('BaselineAdminNetworkPolicy', 'ingress: [{action: Deny, from: [{namespaces: {}}]}]')], true, false],
  ['a baseline that denies pods leaves addresses open', 'egress', [admin('BaselineAdminNetworkPolicy', 'egress: [{action: Deny, to: [{namespaces: {}}]}]')], false, false],
  ['a baseline that denies every address', 'egress', [admin('BaselineAdminNetworkPolicy', 'egress: [{action: Deny, to: [{networks: [0.0.0.0/0]}]}]')], true, false],
  ['an administrator that denies one port', 'ingress', [admin('AdminNetworkPolicy', 'priority: 1, ingress: [{action: Deny, from: [{namespaces: {}}], ports: [{portNumber: {port: 22, protocol: TCP}}]}]')], false, false],
];
for (const [name, direction, documents, isolated, openAgain] of isolations) {
  test(`isolation: ${name} (${direction})`, () => {
    const [cluster, workload] = given(...documents);
    const end = podOf(cluster, workload);
    assert.ok(end);
    const found = isolationOf(networkOf(cluster), end, direction);
    assert.deepEqual([found.isolated, found.openAgain], [isolated, openAgain]);
  });
}

const out = (rules: string): string => policy(`policyTypes: [Egress], egress: ${rules}`);
const reaches: readonly (readonly [name: string, documents: readonly string[], allowed: boolean | undefined])[] = [
  ['nothing holds it, wherever the nodes are', [], true],
  ['nothing is let out, wherever the nodes are', [out('[]')], false],
  ['every address is let out, wherever the nodes are', [out('[{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}]')], true],
  ['a block decides by where the nodes are', [out('[{to: [{ipBlock: {cidr: 10.0.0.0/24}}]}]')], undefined],
  ['a node in the block', [out('[{to: [{ipBlock: {cidr: 10.0.0.0/24}}]}]'), node('a', '10.0.0.5')], true],
  ['one node of two', [out('[{to: [{ipBlock: {cidr: 10.0.0.0/24}}]}]'), node('a', '10.0.1.5'), node('b', '10.0.0.5')], true],
  ['a node taken out', [out('[{to: [{ipBlock: {cidr: 10.0.0.0/24, except: [10.0.0.4/30]}}]}]'), node('a', '10.0.0.5')], false],
  ['an administrator who names nodes', [admin('AdminNetworkPolicy', 'priority: 1, egress: [{action: Deny, to: [{nodes: {}}]}]')], undefined],
  ['an administrator who denies nodes', [admin('AdminNetworkPolicy', 'priority: 1, egress: [{action: Deny, to: [{nodes: {}}]}]'), node('a', '10.0.0.5')], false],
];
for (const [name, documents, allowed] of reaches) {
  test(`egress to nodes: ${name}`, () => {
    const [cluster, workload] = given(...documents);
    const end = podOf(cluster, workload);
    const addresses = nodeAddresses(cluster);
    assert.ok(end);
    assert.equal(egressOf(cluster).to(end, { protocol: 'TCP', port: 10250, ...(addresses.length > 0 ? { addresses } : {}) }).allowed, allowed);
  });
}

test('nodes that no policy tells apart are asked about once', () => {
  const [cluster] = given(out('[{to: [{ipBlock: {cidr: 10.0.0.0/24}}]}]'), node('a', '10.0.0.5'), node('b', '10.0.0.6'), node('c', '10.0.1.7'));
  assert.deepEqual(nodeAddresses(cluster).map(({ node: each }) => each?.name), ['a', 'c']);
});

test('a port by name is another number on each pod that one policy selects', () => {
  const named = (name: string, port: number): string => pod.replaceAll('name: app, namespace', `name: ${name}, namespace`).replace('image: app}', `image: app, ports: [{name: http, containerPort: ${port}}]}`);
  const cluster = Cluster.from(collectText([named('a', 8080), named('b', 9090), policy('ingress: [{ports: [{port: http}]}]')].join('---\n')).snapshot);
  const open = cluster.workloads.map((workload) => {
    const end = podOf(cluster, workload);
    assert.ok(end);
    const isolation = isolationOf(networkOf(cluster), end, 'ingress');
    return [workload.ref.name, isOpenToStrangers(isolation, 8080), isOpenToStrangers(isolation, 9090), isOpenToStrangers(isolation)];
  });
  assert.deepEqual(open, [['a', true, false, true], ['b', false, true, true]]);
});
