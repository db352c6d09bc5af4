import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { AttackContext } from './context.ts';
import { AttackGraph } from './attack-graph.ts';
import { app, cart, deployed, everywhere, inShop, namespace, node, ownRegistry, podIn, rule } from './examples.ts';
import { footholds } from './footholds.ts';
import { overviewOf } from './overview.ts';

const priv = (pod = ''): string => deployed('web', pod).replace('image: registry.example/web:1', 'image: registry.example/web:1, ports: [{containerPort: 80}], securityContext: {privileged: true}');
const restricted = namespace('shop', 'restricted');
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\n---\n';
const execs = account + inShop(rule('pods/exec', 'create'));
const other = podIn('blog');
const given = (pod: string): string => `apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web-1, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: registry.example/web:1, ports: [{containerPort: 80}], securityContext: {privileged: true}}]}}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web-1-a, namespace: shop, uid: a, labels: {app: web}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true}]}\nspec: {nodeName: worker, containers: [{name: app, image: registry.example/web:1, ports: [{containerPort: 80}], securityContext: {privileged: true}}]}\nstatus: {phase: ${pod}}\n---\n`;
const webhook = 'apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingWebhookConfiguration\nmetadata: {name: meek}\nwebhooks: [{name: meek.example.com, clientConfig: {url: "https://meek.example.com"}, rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}]\n---\n';
const quota = (status: string): string => `apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q, namespace: shop}\nspec: {hard: {pods: "2"}}\n${status}---\n`;
const exempt = (what: string): string => `apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: [{name: PodSecurity, configuration: {exemptions: {${what}}}}]\n---\n`;
const probed = deployed('web').replace('image: registry.example/web:1', 'image: registry.example/web:1, readinessProbe: {httpGet: {port: 80, host: example.com}}');

type Verdict = 'certain' | 'possible' | 'none';

function graphOf(objects: string, version: string | null = '1.36'): AttackGraph {
  return AttackGraph.of(Cluster.from(collectText(objects).snapshot, version === null ? {} : { kubernetesVersion: version }));
}

function stepOf(graph: AttackGraph, from: string, to: string): Verdict {
  const found = graph.model.id(from) === undefined && graph.model.id(from.replace('container:', 'inside:')) === undefined ? [] : graph.steps(from).filter((step) => step.to === to).map(({ verdict }) => verdict);
  return found.includes('certain') ? 'certain' : (found[0] ?? 'none');
}

const table: readonly (readonly [what: string, objects: string, verdict: Verdict, version?: string | null])[] = [
  ['a namespace that enforces nothing', namespace('shop') + priv(), 'certain'],
  ['a namespace that was not given', priv(), 'certain'],
  ['Pod Security refuses the pod', restricted + priv(), 'none'],
  ['baseline refuses the pod', namespace('shop', 'baseline') + priv(), 'none'],
  ['a level that lets the pod in', namespace('shop', 'baseline') + deployed('web'), 'certain'],
  ['the namespace is exempt', restricted + priv() + exempt('namespaces: [shop]'), 'certain'],
  ['the runtime class is exempt', restricted + priv('runtimeClassName: free, ') + exempt('runtimeClasses: [free]'), 'certain'],
  ['the default level of the API server refuses it', namespace('shop') + priv() + exempt('').replace('exemptions: {}', 'defaults: {enforce: baseline}'), 'none'],
  ['a pod of it was read as running', restricted + priv() + given('Running'), 'certain'],
  ['its pods have ended', restricted + priv() + given('Succeeded'), 'none'],
  ['a bare pod of a file', restricted + podIn('shop', 'securityContext: {privileged: true}').replace('nodeName: worker, ', ''), 'none'],
  ['a bare pod on its node', restricted + podIn('shop', 'securityContext: {privileged: true}'), 'certain'],
  ['a static pod', restricted + podIn('shop', 'securityContext: {privileged: true}').replace('nodeName: worker, ', '').replace('namespace: shop}', 'namespace: shop, annotations: {kubernetes.io/config.mirror: x}}'), 'certain'],
  ['a webhook may change the pod first', restricted + priv() + webhook, 'possible'],
  ['a user may be exempt, and nobody knows who makes the pod', restricted + podIn('shop', 'securityContext: {privileged: true}').replace('nodeName: worker, ', '') + exempt('usernames: [dana]'), 'possible'],
  ['a user is exempt, and a controller makes the pod', restricted + priv() + exempt('usernames: [dana]'), 'none'],
  ['a probe to another host, before 1.34', namespace('shop', 'baseline') + probed, 'certain', '1.33'],
  ['a probe to another host, from 1.34', namespace('shop', 'baseline') + probed, 'none', '1.34'],
  ['a probe to another host, at a version not known', namespace('shop', 'baseline') + probed, 'possible', null],
  ['a quota of no pods', quota('').replace('"2"', '"0"') + priv(), 'none'],
  ['a quota with room', quota('') + priv(), 'certain'],
  ['a quota that others use up today', quota('status: {hard: {pods: "2"}, used: {pods: "2"}}\n') + priv(), 'possible'],
  ['a policy refuses the image', ownRegistry + priv(), 'none'],
  ['a policy lets the image in', ownRegistry + priv().replace('registry.example', 'registry.own'), 'certain'],
];

for (const [what, objects, verdict, version = '1.36'] of table) {
  test(`${what}: into its container ${verdict}`, () => {
    const graph = graphOf(execs + objects, version);
    assert.equal(stepOf(graph, cart, app), verdict);
    const starts = footholds(graph.model.context).map(({ state }) => state);
    assert.equal(starts.includes(app), verdict !== 'none');
    assert.equal(starts.some((state) => state.startsWith('image:')), verdict !== 'none', 'who supplies it supplies nothing that runs');
  });
}

test('nobody gets into pods that are refused by the network or by their image, and they lead nowhere', () => {
  const own = priv('serviceAccountName: cart, ') + node('worker') + other.replace('registry.example', 'registry.other');
  for (const [from, to] of [['container:blog/web/app', app], ['image:registry.example/web', app], [app, 'serviceaccount:shop/cart'], [app, 'node-root:*'], [app, 'container:blog/web/app']] as const) {
    assert.notEqual(stepOf(graphOf(account + namespace('shop') + own), from, to), 'none', `${from} to ${to} as things are without a level`);
    assert.equal(stepOf(graphOf(account + restricted + own), from, to), 'none', `${from} to ${to}`);
  }
});

test('once its guard is out of the way, the pod comes into being by itself', () => {
  const loosens = inShop(rule('pods/exec', 'create'), rule('namespaces', 'patch', 'resourceNames: [shop]'));
  const path = (objects: string): string | undefined => graphOf(account + objects + restricted + priv() + node('worker')).paths({ from: cart, to: 'node-root:*' })[0]?.verdict;
  assert.equal(path(execs.replace(account, '')), undefined);
  assert.equal(path(loosens), 'certain');
  assert.equal(stepOf(graphOf(account + everywhere(rule('pods/exec', 'create')) + restricted + priv()), cart, app), 'none');
});

test('what is not sure is told with its question', () => {
  const [path] = graphOf(execs + restricted + priv() + webhook).pathsBetween(graphOf(execs + restricted + priv() + webhook).seedsOf(cart), app, 'possible', 1).found;
  assert.deepEqual(path?.steps.flatMap(({ gaps }) => gaps.map(({ id }) => id)), ['gap/webhook/meek/meek.example.com']);
});

test('an overview counts no foothold in pods that are refused', () => {
  const kinds = (objects: string) => overviewOf(graphOf(objects + priv()).model, 'possible').kinds.find(({ kind }) => kind === 'container');
  assert.deepEqual(kinds(namespace('shop')), { kind: 'container', all: 1, reaching: 1 });
  assert.deepEqual(kinds(restricted), { kind: 'container', all: 0, reaching: 0 });
});

const flags = { privileged: 'privileged: true', escalate: 'allowPrivilegeEscalation: false', root: 'runAsNonRoot: true', drop: 'capabilities: {drop: [ALL]}', seccomp: 'seccompProfile: {type: RuntimeDefault}' } as const;

test('whatever the pod asks for and whatever the level: what the rule says is refused has no foothold, and nothing else', () => {
  const flag = fc.subarray(Object.values(flags));
  fc.assert(fc.property(flag, fc.constantFrom('privileged', 'baseline', 'restricted', 'nonsense', undefined), fc.boolean(), (own, level, host) => {
    const objects = (level === undefined ? namespace('shop') : namespace('shop', level)) + deployed('web', host ? 'hostNetwork: true, ' : '').replace('image: registry.example/web:1', `image: registry.example/web:1, securityContext: {${own.join(', ')}}`);
    const context = new AttackContext(Cluster.from(collectText(objects).snapshot, { kubernetesVersion: '1.36' }));
    const refused = level !== undefined && level !== 'privileged' && (own.includes(flags.privileged) || host || (level !== 'baseline' && [flags.escalate, flags.root, flags.drop, flags.seccomp].some((each) => !own.includes(each))));
    // The API server stores no such pod, whatever the namespace enforces.
    const invalid = own.includes(flags.privileged) && own.includes(flags.escalate);
    assert.equal(footholds(context).some(({ state }) => state === app), !refused && !invalid);
    assert.equal(context.refused.size, refused ? 1 : 0);
  }), { numRuns: 60 });
});

test('a quota of some pods counts those that it names', () => {
  const scoped = (scope: string): string => quota('').replace('"2"', '"0"').replace('spec: {', `spec: {scopes: [${scope}], `);
  assert.equal(stepOf(graphOf(execs + scoped('BestEffort') + priv()), cart, app), 'none');
  assert.equal(stepOf(graphOf(execs + scoped('NotBestEffort') + priv()), cart, app), 'certain');
});

test('a quota that asks how much a pod needs', () => {
  const limits = quota('').replace('pods: "2"', 'limits.cpu: "4"');
  const range = 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: r, namespace: shop}\nspec: {limits: [{type: Container, default: {cpu: "1"}}]}\n---\n';
  for (const [objects, verdict] of [[limits, 'none'], [limits + range, 'certain'], [limits + range.replace('"1"', '"8"'), 'none'], [limits.replace('limits.cpu', 'requests.storage'), 'certain']] as const) assert.equal(stepOf(graphOf(execs + objects + priv()), cart, app), verdict);
});
