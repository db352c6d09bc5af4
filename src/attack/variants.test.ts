import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { AttackGraph } from './attack-graph.ts';
import { AttackContext } from './context.ts';
import { calico, cart, inShop, rule } from './examples.ts';
import { nodeReach } from './node-reach.ts';

type Verdict = 'certain' | 'possible' | 'none';

const plugIn = calico.replace('hostNetwork: true, ', '').replace('kube-system', 'network');
const pod = (name: string, namespace: string, labels: string, more = '', ports = 'ports: [{containerPort: 8080}]'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}, uid: ${name}, labels: {${labels}}${more}}\nspec: {nodeName: worker, containers: [{name: app, image: "registry.example/app:1", ${ports}}]}\nstatus: {phase: Running}\n---\n`;
const set = (replicas: number): string =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db, namespace: shop, uid: db}\nspec: {replicas: ${replicas}, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: app, image: "registry.example/app:1", ports: [{containerPort: 8080}]}]}}}\n---\n`;
const member = (index: number, more = ''): string => pod(`db-${index}`, 'shop', `app: db, statefulset.kubernetes.io/pod-name: db-${index}, apps.kubernetes.io/pod-index: "${index}"${more}`, ', ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: db, controller: true}]');
const members = (...roles: readonly string[]): string => set(roles.length) + roles.map((role, index) => member(index, role === '' ? '' : `, role: ${role}`)).join('');
const web = pod('web', 'shop', 'app: web');
const service = pod('vault', 'blog', 'app: vault');
const policy = (name: string, namespace: string, spec: string): string => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {${spec}}\n---\n`;
const fromNobody = policy('no-egress', 'shop', 'podSelector: {matchLabels: {app: db}}, policyTypes: [Egress]');
const only = (label: string): string => policy('vault', 'blog', `podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {${label}}}}]}]`);
const [db, vault] = ['container:shop/db/app', 'container:blog/vault/app'];

function graphOf(objects: string): AttackGraph {
  return AttackGraph.of(Cluster.from(collectText(plugIn + objects).snapshot, { kubernetesVersion: '1.34' }));
}

/** From where an attacker chose to be, or from a pod that a flaw of its program brought. */
function reach(objects: string, from: string, to: string, by: 'choice' | 'chance' = 'choice'): Verdict {
  const graph = graphOf(objects);
  const seeds = by === 'choice' ? graph.seedsOf(from) : graph.goalsAt(from);
  const others = ['container:shop/web/app', 'container:shop/db/app', 'container:blog/vault/app', 'pod:network/calico-node'].filter((each) => each !== from && each !== to);
  const avoided = others.flatMap((each) => graph.model.names.flatMap((name, id) => (name === each.replace('container:', 'inside:') ? [id] : [])));
  return graph.pathsBetween(seeds, to, 'possible', 1, avoided).found[0]?.verdict ?? 'none';
}

const name0 = 'statefulset.kubernetes.io/pod-name: db-0';

const rows: readonly (readonly [what: string, objects: string, choice: Verdict, chance: Verdict])[] = [
  ['all pods alike', members('', '') + service + only('app: db'), 'certain', 'certain'],
  ['a policy lets the pod db-0 send alone', members('', '', '') + service + only(name0), 'certain', 'possible'],
  ['a policy lets the pod db-2 send alone', members('', '', '') + service + only('statefulset.kubernetes.io/pod-name: db-2'), 'certain', 'possible'],
  ['a policy lets the last of the set send alone, by its number', members('', '', '') + service + only('apps.kubernetes.io/pod-index: "2"'), 'certain', 'possible'],
  ['a policy lets a pod send that is not there', members('', '') + service + only('statefulset.kubernetes.io/pod-name: db-7'), 'none', 'none'],
  ['one pod alone, which the policy names', members('') + service + only(name0), 'certain', 'certain'],
  ['no pod was read: db-0 will be one', set(3) + service + only(name0), 'certain', 'possible'],
  ['no pod was read, and one is asked for', set(1) + service + only(name0), 'certain', 'certain'],
  ['no pod was read, and so many are not asked for', set(3) + service + only('statefulset.kubernetes.io/pod-name: db-3'), 'none', 'none'],
  ['the primary may send', members('primary', 'replica') + service + only('role: primary'), 'certain', 'possible'],
  ['either role may send', members('primary', 'replica') + service + policy('vault', 'blog', 'podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {role: primary}}}]}, {from: [{namespaceSelector: {}, podSelector: {matchLabels: {role: replica}}}]}]'), 'certain', 'certain'],
  ['the primary is held back, replicas are not', members('primary', 'replica') + service + policy('p', 'shop', 'podSelector: {matchLabels: {role: primary}}, policyTypes: [Egress]'), 'certain', 'possible'],
  ['the primary may send there alone, replicas anywhere', members('primary', 'replica') + service + policy('p', 'shop', 'podSelector: {matchLabels: {role: primary}}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}, podSelector: {matchLabels: {app: vault}}}]}]'), 'certain', 'certain'],
  ['all are held back', members('primary', 'replica') + service + fromNobody + only('role: primary'), 'none', 'none'],
  ['a label that no policy mentions', members('primary', 'replica') + service + only('app: db'), 'certain', 'certain'],
];

for (const [what, objects, choice, chance] of rows) {
  test(`pods of one workload, ${what}: out of one of choice ${choice}, of another ${chance}`, () => {
    assert.equal(reach(objects, db, vault), choice);
    assert.equal(reach(objects, db, vault, 'chance'), chance);
  });
}

const into: readonly (readonly [what: string, objects: string, verdict: Verdict])[] = [
  ['nothing protects them', members('primary', 'replica') + web, 'certain'],
  ['the primary alone is protected: a replica is one of them', members('primary', 'replica') + web + policy('p', 'shop', 'podSelector: {matchLabels: {role: primary}}, policyTypes: [Ingress]'), 'certain'],
  ['the primary alone, which was read last, is open', members('replica', 'replica', 'primary') + web + policy('p', 'shop', 'podSelector: {matchLabels: {role: replica}}, policyTypes: [Ingress]'), 'certain'],
  ['both roles are protected', members('primary', 'replica') + web + policy('p', 'shop', 'podSelector: {matchExpressions: [{key: role, operator: Exists}]}, policyTypes: [Ingress]'), 'none'],
  ['all but db-1 are protected, and no pod was read', set(3) + web + policy('p', 'shop', 'podSelector: {matchExpressions: [{key: statefulset.kubernetes.io/pod-name, operator: NotIn, values: [db-1]}, {key: app, operator: In, values: [db]}]}, policyTypes: [Ingress]'), 'certain'],
  ['all but one that is not asked for are protected', set(1) + web + policy('p', 'shop', 'podSelector: {matchExpressions: [{key: statefulset.kubernetes.io/pod-name, operator: NotIn, values: [db-1]}, {key: app, operator: In, values: [db]}]}, policyTypes: [Ingress]'), 'none'],
];

for (const [what, objects, verdict] of into) {
  test(`into one of the pods of a workload, ${what}: ${verdict}`, () => assert.equal(reach(objects, 'container:shop/web/app', db), verdict));
}

test('a Service that picks one pod of a set shows a port of all of them', () => {
  const quiet = (text: string): string => text.replaceAll(', ports: [{containerPort: 8080}]', '');
  const picks = (label: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: first, namespace: shop}\nspec: {selector: {${label}}, ports: [{port: 80, targetPort: 9000}]}\n---\n`;
  const some = quiet(members('', '')) + web;
  assert.equal(reach(some, 'container:shop/web/app', db), 'possible', 'nothing shows that it listens');
  assert.equal(reach(some + picks(name0), 'container:shop/web/app', db), 'certain');
  assert.equal(reach(some + picks('statefulset.kubernetes.io/pod-name: db-5'), 'container:shop/web/app', db), 'possible');
});

test('who is in one pod of a set, not knowing in which, reaches the kubelets perhaps where one of them does', () => {
  const nodes = 'apiVersion: v1\nkind: Node\nmetadata: {name: worker}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.2}]}\n---\n';
  const reachOf = (objects: string): unknown => {
    const context = new AttackContext(Cluster.from(collectText(plugIn + nodes + members('primary', 'replica') + objects).snapshot, { kubernetesVersion: '1.34' }));
    const reach = context.containersOf('shop/db').map(({ workload }) => nodeReach(context, 'nodes', 10250)(workload))[0];
    return reach?.known === true ? reach.value : reach?.gaps.map(({ id }) => id);
  };
  assert.equal(reachOf(''), true);
  assert.deepEqual(reachOf(policy('p', 'shop', 'podSelector: {matchLabels: {role: primary}}, policyTypes: [Egress]')), ['gap/which-pod']);
  assert.deepEqual(reachOf(policy('p', 'shop', 'podSelector: {matchLabels: {role: replica}}, policyTypes: [Egress]')), ['gap/which-pod']);
  assert.equal(reachOf(fromNobody), false);
});

test('who may proxy to a Service gets to the pod of a set that it picks', () => {
  const proxies = inShop(rule('services/proxy', 'get, create', 'resourceNames: [first]'));
  const picks = (label: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: first, namespace: shop}\nspec: {selector: {${label}}, ports: [{port: 80, targetPort: 8080}]}\n---\n`;
  const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\n---\n';
  const found = (objects: string): boolean => graphOf(account + proxies + objects).steps(cart).some(({ technique, to }) => technique === 'technique/api-proxy' && to === db);
  assert.deepEqual([members('', ''), set(2)].map((some) => ['app: db', name0, 'statefulset.kubernetes.io/pod-name: db-9'].map((label) => found(some + picks(label)))), [[true, true, false], [true, true, false]]);
});

test('a load balancer that picks one pod of a set leads from outside into the workload', () => {
  const picks = (label: string): string => `apiVersion: v1\nkind: Service\nmetadata: {name: first, namespace: shop}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: db, ${label}}, ports: [{port: 80, targetPort: 8080}]}\n---\n`;
  const from = (objects: string, label: string): boolean => graphOf(objects + picks(label)).steps('internet').some(({ to }) => to === db);
  const closed = policy('p', 'shop', `podSelector: {matchLabels: {${name0}}}, policyTypes: [Ingress]`);
  for (const some of [members('', ''), set(2)]) {
    assert.deepEqual([name0, 'statefulset.kubernetes.io/pod-name: db-1', 'statefulset.kubernetes.io/pod-name: db-2', 'apps.kubernetes.io/pod-index: "1"'].map((label) => from(some, label)), [true, true, false, true]);
    assert.deepEqual([name0, 'statefulset.kubernetes.io/pod-name: db-1'].map((label) => from(some + closed, label)), [false, true]);
  }
});
