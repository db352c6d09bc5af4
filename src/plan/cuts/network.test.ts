import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calico, podIn } from '../../attack/examples.ts';
import { Cluster } from '../../cluster/cluster.ts';
import { collectText } from '../../collect/index.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { costsWith } from '../costs.ts';
import { Cutter } from '../cutter.ts';
import type { Objects } from '../objects.ts';
import { PlanningGraph, type GraphPlan } from '../planning-graph.ts';
import { beforeOf } from '../world.ts';

const from = 'container:blog/web/app';
// A plug-in without an agent of its own on the network of nodes.
const ovn = 'apiVersion: config.openshift.io/v1\nkind: Network\nmetadata: {name: cluster}\nspec: {networkType: OVNKubernetes}\n---\n';
const flannel = calico.replace('docker.io/calico/node:v3.30.0', 'docker.io/flannel/flannel:v0.26.0').replaceAll('calico-node', 'flannel');
const named = (text: string, name: string, labels: string): string => text.replace('name: web', `name: ${name}`).replace(/namespace: (\w+)}/, `namespace: $1, labels: {${labels}}}`);
const attacker = named(podIn('blog', 'ports: [{containerPort: 80}]'), 'web', 'app: web');
// Strong by design, so that nothing but its door can be closed.
const strong = named(podIn('argocd', 'ports: [{containerPort: 8080}, {containerPort: 9000}], securityContext: {privileged: true}').replace('registry.example/app:1', 'quay.io/argoproj/argocd:v3.0.0'), 'server', 'app: server');
const to = 'container:argocd/server/app';
const service = (more = '', name = 'server'): string => `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: argocd}\nspec: {selector: {app: server}, ports: [{port: 80, targetPort: 8080}]${more}}\n---\n`;
const beside = (name: string, labels: string, more = ''): string => named(podIn('argocd', more), name, labels);

function planOf(yaml: string, ends: { readonly from: string; readonly to: string } = { from, to }): GraphPlan {
  return PlanningGraph.of(Cluster.from(collectText(yaml).snapshot, { kubernetesVersion: '1.32' })).plan(ends);
}

function madeBy({ changes }: GraphPlan): readonly KubernetesObject[] {
  return changes.flatMap(({ edits }) => edits.flatMap(({ field, to: made }) => (field === '' && made !== null ? [made as KubernetesObject] : [])));
}

function specOf(plan: GraphPlan): unknown {
  const [policy, ...more] = madeBy(plan);
  assert.equal(more.length, 0);
  return policy?.['spec'];
}

const whyNot = (plan: GraphPlan): string => {
  assert.deepEqual(plan.changes, []);
  return plan.remaining.flatMap(({ why }) => why).join('; ');
};

test('a pod that no Service leads to is closed to everybody, by a policy that picks it alone', () => {
  const plan = planOf(ovn + attacker + strong + beside('worker', 'app: server, tier: back'));
  assert.deepEqual([plan.remaining, plan.pathsOpened, plan.optimal], [[], 0, true]);
  assert.deepEqual(specOf(plan), { podSelector: { matchLabels: { app: 'server' }, matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, policyTypes: ['Ingress'] });
  assert.match(plan.changes[0]?.breaks ?? '', /nobody is let in, since no Service leads to it/);
});

test('pods of its namespace keep the ports of its Services, and no others', () => {
  const plan = planOf(ovn + attacker + strong + service());
  assert.deepEqual(plan.remaining, []);
  assert.deepEqual(specOf(plan), { podSelector: { matchLabels: { app: 'server' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: 8080 }] }] });
});

test('whoever attacks from the same namespace by a port that is kept is not parted from it, and the plan says what lets it in', () => {
  const plan = planOf(ovn + beside('other', 'app: other') + strong + service(), { from: 'container:argocd/other/app', to });
  assert.match(whyNot(plan), /NetworkPolicy argocd\/server-ingress lets it in to Pod argocd\/server/);
});

test('the ingress controller and a workload that names the Service keep their way, others lose it', () => {
  const controller = named(podIn('ingress', 'ports: [{containerPort: 443}]').replace('registry.example/app:1', 'registry.k8s.io/ingress-nginx/controller:v1.13.0'), 'nginx', 'app: nginx');
  const ingress = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, namespace: argocd}\nspec: {rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: server, port: {number: 80}}}}]}}]}\n---\n';
  const caller = named(podIn('shop', 'env: [{name: URL, value: "http://server.argocd.svc.cluster.local:80/x"}]'), 'cart', 'app: cart');
  const [policy] = madeBy(planOf(ovn + attacker + strong + service() + controller + ingress + caller));
  const peer = (space: string, app: string): object => ({ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': space } }, podSelector: { matchLabels: { app } } }], ports: [{ protocol: 'TCP', port: 8080 }] });
  assert.deepEqual((Object(policy?.['spec']) as { ingress: unknown }).ingress, [{ from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: 8080 }] }, peer('ingress', 'nginx'), peer('shop', 'cart')]);
});

const hook = 'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: h}\nwebhooks: [{name: h.example, clientConfig: {service: {namespace: argocd, name: server}}, rules: [], sideEffects: None, admissionReviewVersions: [v1]}]\n---\n';
const controlPlane = 'apiVersion: v1\nkind: Node\nmetadata: {name: cp, labels: {node-role.kubernetes.io/control-plane: ""}}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.1}]}\n---\n';

test('what answers the API server hears it alone where its address is known', () => {
  const plan = planOf(ovn + attacker + strong + service() + hook + controlPlane);
  assert.deepEqual(plan.remaining, []);
  assert.deepEqual((specOf(plan) as { ingress: unknown }).ingress, [{ from: [{ ipBlock: { cidr: '10.0.0.1/32' } }], ports: [{ protocol: 'TCP', port: 8080 }] }]);
});

test('what answers the API server stays open on that port where nothing shows where it calls from', () => {
  assert.match(whyNot(planOf(ovn + attacker + strong + service() + hook)), /NetworkPolicy argocd\/server-ingress lets it in/);
});

test('a policy is proposed only where something is known to carry it out', () => {
  assert.match(whyNot(planOf(attacker + strong)), /nothing shows a network plug-in that carries policies out/);
  assert.match(whyNot(planOf(flannel + attacker + strong)), /the network plug-in carries none out/);
});

test('where a policy decides already, another one would only let in more', () => {
  const open = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: open, namespace: argocd}\nspec: {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}\n---\n';
  assert.match(whyNot(planOf(ovn + attacker + strong + open)), /NetworkPolicy argocd\/open lets it in to Pod argocd\/server/);
});

test('pods of one workload that a policy tells apart are closed each by a policy of its own', () => {
  const apart = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: backup, namespace: argocd}\nspec: {podSelector: {matchLabels: {role: backup}}, policyTypes: [Ingress]}\n---\n';
  const set = `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db, namespace: argocd}\nspec: {template: {metadata: {labels: {app: db}}, spec: {containers: []}}}\n---\n`;
  const member = (name: string, role: string): string => named(strong.replace(', labels: {app: server}', ''), name, `app: db, role: ${role}`).replace('name: server', `name: ${name}`).replace('namespace: argocd', 'ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true}], namespace: argocd');
  const objects = ovn + attacker + apart + set + member('db-0', 'primary') + member('db-1', 'replica');
  const plan = planOf(objects, { from, to: 'container:argocd/db/app' });
  assert.deepEqual([plan.remaining, plan.pathsOpened], [[], 0]);
  assert.deepEqual(madeBy(plan).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)).map((made) => (made['spec'] as { podSelector: unknown }).podSelector), [{ matchLabels: { app: 'db', role: 'primary' } }, { matchLabels: { app: 'db', role: 'replica' } }]);
});

test('a name that is taken is not taken again', () => {
  const other = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: server-ingress, namespace: argocd}\nspec: {podSelector: {matchLabels: {app: x}}, policyTypes: [Ingress]}\n---\n';
  assert.deepEqual(madeBy(planOf(ovn + attacker + strong + other)).map(({ metadata }) => metadata.name), ['server-ingress-2']);
});

const machine = 'apiVersion: v1\nkind: Node\nmetadata: {name: worker}\nspec: {providerID: "aws:///a/i-0"}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.2}]}\n---\n';
const cloud = { from, to: 'cloud:aws-node-identity' };

test('pods of a namespace are kept from the metadata service, and from nothing else', () => {
  const plan = planOf(ovn + machine + attacker, cloud);
  assert.deepEqual([plan.remaining, plan.pathsOpened], [[], 0]);
  assert.deepEqual(specOf(plan), { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }, { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }, { ipBlock: { cidr: '::/0' } }] }] });
});

const egress = (rule: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: out, namespace: blog}\nspec: {podSelector: {}, policyTypes: [Egress], egress: [${rule}]}\n---\n`;

test('where a policy holds what pods send, the address is cut out of its blocks', () => {
  const plan = planOf(ovn + machine + attacker + egress('{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.9.0.0/16]}}]}, {to: [{ipBlock: {cidr: 169.254.169.254/32}}]}'), cloud);
  assert.deepEqual(plan.remaining, []);
  assert.deepEqual(plan.changes.flatMap(({ edits }) => edits).map(({ object, field, to: value }) => [object.name, field, value]), [['out', 'spec.egress', [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.9.0.0/16', '169.254.169.254/32'] } }] }]]]);
});

test('a policy that lets pods send anywhere is for its owner to narrow', () => {
  assert.match(whyNot(planOf(ovn + machine + attacker + egress('{}'), cloud)), /NetworkPolicy blog\/out lets pods send anywhere/);
});

test('a pod on the network of its node is held back by no policy', () => {
  assert.match(whyNot(planOf(ovn + machine + podIn('blog', '', 'hostNetwork: true'), cloud)), /limit the hops of the metadata service/);
});

test('pods that need not reach nodes are kept from what listens on their network, the API server but for its ports', () => {
  const agent = named(podIn('argocd', 'ports: [{containerPort: 9100}], securityContext: {privileged: true}', 'hostNetwork: true').replace('registry.example/app:1', 'quay.io/argoproj/argocd:v3.0.0'), 'server', 'app: server');
  const plan = planOf(ovn + machine + controlPlane + attacker + agent);
  assert.deepEqual([plan.remaining, plan.pathsOpened], [[], 0]);
  assert.deepEqual(specOf(plan), { podSelector: {}, policyTypes: ['Egress'], egress: [
    { to: [{ namespaceSelector: {} }, { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.1/32', '10.0.0.2/32', '169.254.169.254/32'] } }, { ipBlock: { cidr: '::/0' } }] },
    { to: [{ ipBlock: { cidr: '10.0.0.1/32' } }], ports: [{ protocol: 'TCP', port: 443 }, { protocol: 'TCP', port: 6443 }] },
  ] });
});

test('a pod that another change has changed is closed all the same', () => {
  const now = PlanningGraph.of(Cluster.from(collectText(ovn + attacker + strong).snapshot, { kubernetesVersion: '1.32' })).model;
  const cutter = new Cutter(beforeOf(now, costsWith(), []), now);
  const doorOf = (model: typeof now): number => Array.from({ length: model.graph.steps }, (_, step) => step).find((step) => model.technique(step)?.id === 'technique/pod-to-pod' && model.name(model.gives(step)) === 'inside:argocd/server/app') ?? -1;
  const [first] = cutter.of(now, doorOf(now));
  const label = { ...cutter.candidate(first ?? ''), id: 'change/label', make: (objects: Objects): void => {
    const ref = now.context.containersOf('argocd/server')[0]?.workload.ref;
    const object = ref && objects.get(ref);
    if (ref && object) objects.put(ref, { ...object, metadata: { ...object.metadata, annotations: { seen: 'yes' } } });
  } };
  const later = cutter.after([label]);
  assert.deepEqual(cutter.of(later, doorOf(later)), [first]);
});

test('a part of the cluster that the API server alone asks hears it alone; one that others ask stays as it is', () => {
  const inSystem = (yaml: string): string => yaml.replaceAll('namespace: argocd', 'namespace: kube-system').replace('quay.io/argoproj/argocd:v3.0.0', 'registry.example/app:1');
  const ends = { from, to: 'container:kube-system/server/app' };
  assert.deepEqual(planOf(ovn + controlPlane + attacker + inSystem(strong + service() + hook), ends).remaining, []);
  assert.match(whyNot(planOf(ovn + controlPlane + attacker + inSystem(strong + service()), ends)), /Pod kube-system\/server is a part of the cluster, which anybody may have to reach/);
});
