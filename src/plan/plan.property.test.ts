// The plan against all choices of changes there are, on small random clusters.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AttackContext } from '../attack/context.ts';
import { AttackModel } from '../attack/model.ts';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { cheapestHittingSet } from '../graph/index.ts';
import type { Candidate } from './candidate.ts';
import { costsWith } from './costs.ts';
import { Cutter } from './cutter.ts';
import { allDemands } from './demands.ts';
import { planOf } from './plan.ts';
import { leftOf, survivors, demandKey } from './search.ts';
import { beforeOf } from './world.ts';

const rbac = 'rbac.authorization.k8s.io';
const rules = [
  '{apiGroups: [""], resources: [secrets], verbs: [get, list]}', '{apiGroups: [""], resources: [pods, secrets], verbs: [create]}', '{apiGroups: [apps], resources: [deployments], verbs: [create, patch]}',
  '{apiGroups: [""], resources: [pods/exec], verbs: [create]}', '{apiGroups: [""], resources: [nodes/proxy], verbs: [get]}', `{apiGroups: [${rbac}], resources: [clusterroles], verbs: [escalate, update]}`,
  `{apiGroups: [${rbac}], resources: [clusterrolebindings], verbs: [create]}`, `{apiGroups: [${rbac}], resources: [clusterroles], verbs: [bind]}`, '{apiGroups: [""], resources: [serviceaccounts], verbs: [impersonate]}', '{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}',
];
const subjects = ['{kind: ServiceAccount, name: one, namespace: a}', '{kind: ServiceAccount, name: two, namespace: b}', '{kind: User, name: ann}', '{kind: Group, name: "system:serviceaccounts:a"}'];

const binding = fc.record({ role: fc.nat(2), wide: fc.boolean(), who: fc.uniqueArray(fc.nat(subjects.length - 1), { minLength: 1, maxLength: 2 }) });
const pod = fc.record({ account: fc.constantFrom('one', 'two'), privileged: fc.boolean() });
const world = fc.record({ roles: fc.array(fc.uniqueArray(fc.nat(rules.length - 1), { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }), bindings: fc.array(binding, { minLength: 1, maxLength: 3 }), pods: fc.array(pod, { maxLength: 1 }), token: fc.boolean() });

function yamlOf({ roles, bindings, pods, token }: typeof world extends fc.Arbitrary<infer T> ? T : never): string {
  return [
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: b}', 'apiVersion: v1\nkind: Node\nmetadata: {name: n}',
    ...['a/one', 'b/two'].map((each) => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${each.split('/')[1]}, namespace: ${each.split('/')[0]}}`),
    ...roles.map((own, index) => `apiVersion: ${rbac}/v1\nkind: ClusterRole\nmetadata: {name: r${index}}\nrules: [${own.map((rule) => rules[rule]).join(', ')}]`),
    ...bindings.map(({ role, wide, who }, index) => `apiVersion: ${rbac}/v1\nkind: ${wide ? 'ClusterRoleBinding' : 'RoleBinding'}\nmetadata: {name: x${index}${wide ? '' : ', namespace: a'}}\nroleRef: {apiGroup: ${rbac}, kind: ClusterRole, name: r${role}}\nsubjects: [${who.map((each) => subjects[each]).join(', ')}]`),
    ...pods.map(({ account, privileged }) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: ${account === 'one' ? 'a' : 'b'}}\nspec: {nodeName: n, serviceAccountName: ${account}, containers: [{name: c, image: i${privileged ? ', securityContext: {privileged: true}' : ''}}]}`),
    ...(token ? [`apiVersion: v1\nkind: Secret\ntype: kubernetes.io/service-account-token\nmetadata: {name: t, namespace: a, annotations: {kubernetes.io/service-account.name: one}}`] : []),
  ].join('\n---\n');
}

function modelOf(yaml: string): AttackModel {
  return AttackModel.of(new AttackContext(Cluster.from(collectText(yaml).snapshot, { kubernetesVersion: '1.34' })));
}

/** The least cost of all sets of changes that leave no more than all of them together. */
function bruteForce(model: AttackModel, cutter: Cutter, all: readonly Candidate[]): number {
  const demands = allDemands(model);
  const stay = new Set(survivors(cutter.after(cutter.made(all.map(({ id }) => id))), demands, 'certain').map(({ demand }) => demandKey(demand)));
  const open = demands.filter((demand) => !stay.has(demandKey(demand)));
  const choices = Array.from({ length: 1 << all.length }, (_, mask) => all.filter((_, index) => (mask >> index) & 1));
  const priced = choices.map((chosen) => ({ chosen, cost: chosen.reduce((sum, { cost }) => sum + cost, 0) })).toSorted((a, b) => a.cost - b.cost);
  return priced.find(({ chosen }) => leftOf(cutter.after(cutter.made(chosen.map(({ id }) => id))), open, 'certain').pairs === 0)?.cost ?? Infinity;
}

test('no choice of changes is cheaper than the plan, which leaves and opens nothing', () => {
  let planned = 0;
  fc.assert(
    fc.property(world, (given) => {
      const model = modelOf(yamlOf(given));
      const cutter = new Cutter(beforeOf(model, costsWith(), []), model);
      for (let step = 0; step < model.graph.steps; step++) cutter.of(model, step);
      fc.pre(cutter.all.length > 0 && cutter.all.length <= 6);
      const { cost, optimal, lowerBound, pathsOpened, lockedOut, changes, remaining, after } = planOf(model);
      assert.equal(cost, bruteForce(model, cutter, cutter.all));
      assert.deepEqual([optimal, lowerBound, pathsOpened, lockedOut], [true, cost, 0, []]);
      assert.equal(after.pairs, remaining.length);
      const short = planOf(model, { effort: 0 });
      assert.ok(short.lowerBound <= cost && cost <= short.cost && short.optimal === (short.lowerBound === short.cost));
      assert.deepEqual([short.after, short.pathsOpened], [after, 0]);
      if (changes.length > 1) planned++;
    }),
    { numRuns: 10, seed: 20261128 },
  );
  assert.ok(planned > 1, `only ${planned} plans have several changes`);
});

test('a search that is cut short says how far from the cheapest it may be, and still closes every path', () => {
  // A cycle of five grants, each pair of which shares a right: no single bound meets the best choice.
  const sets = Array.from({ length: 5 }, (_, index) => [index, (index + 1) % 5]);
  const cost = new Map(sets.map((_, index) => [index, 2]));
  const [whole, stopped] = [cheapestHittingSet({ sets, cost }), cheapestHittingSet({ sets, cost }, () => true)];
  assert.deepEqual([whole?.cost, whole?.optimal, stopped?.optimal, stopped && stopped.lowerBound < stopped.cost], [6, true, false, true]);
});

const labels = ['app: x', 'app: x, tier: y', 'app: z'];
const networkPod = fc.record({ space: fc.constantFrom('a', 'b'), labels: fc.nat(labels.length - 1), strong: fc.boolean(), port: fc.constantFrom(80, 8080) });
const networkWorld = fc.record({ pods: fc.array(networkPod, { minLength: 2, maxLength: 3 }), services: fc.array(fc.record({ space: fc.constantFrom('a', 'b'), labels: fc.nat(labels.length - 1), port: fc.constantFrom(80, 8080) }), { maxLength: 2 }), held: fc.boolean(), cloud: fc.boolean() });

function networkYaml({ pods, services, held, cloud }: typeof networkWorld extends fc.Arbitrary<infer T> ? T : never): string {
  return [
    'apiVersion: config.openshift.io/v1\nkind: Network\nmetadata: {name: cluster}\nspec: {networkType: OVNKubernetes}', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: b}',
    `apiVersion: v1\nkind: Node\nmetadata: {name: n}\nspec: {providerID: "${cloud ? 'aws:///z/i-0' : 'kind://n'}"}\nstatus: {addresses: [{type: InternalIP, address: 10.0.0.1}]}`,
    ...pods.map(({ space, labels: own, strong, port }, index) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p${index}, namespace: ${space}, labels: {${labels[own]}}}\nspec: {nodeName: n, automountServiceAccountToken: false, containers: [{name: c, image: "${strong ? 'quay.io/argoproj/argocd' : 'registry.example/app'}@sha256:${String(index).repeat(64)}", securityContext: {runAsUser: 1000, privileged: ${strong}}, ports: [{containerPort: ${port}}]}]}`),
    ...services.map(({ space, labels: own, port }, index) => `apiVersion: v1\nkind: Service\nmetadata: {name: s${index}, namespace: ${space}}\nspec: {selector: {${labels[own]}}, ports: [{port: 1, targetPort: ${port}}]}`),
    ...(held ? ['apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: held, namespace: b}\nspec: {podSelector: {matchLabels: {app: z}}, policyTypes: [Ingress, Egress], ingress: [{from: [{podSelector: {}}]}], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}, {namespaceSelector: {}}]}]}'] : []),
  ].join('\n---\n');
}

/** The cheapest set of candidates after which as few pairs are left as with all of them. */
function cheapestOfAll(model: AttackModel, cutter: Cutter): number {
  const demands = allDemands(model);
  const leftWith = (ids: readonly string[]): number => leftOf(cutter.after(cutter.made(ids)), demands, 'possible').pairs;
  const all = cutter.all;
  const least = leftWith(all.map(({ id }) => id));
  const sets = Array.from({ length: 2 ** all.length }, (_, mask) => all.filter((__, index) => (mask >> index) % 2 === 1)).map((chosen) => ({ chosen, cost: cutter.made(chosen.map(({ id }) => id)).reduce((sum, { cost }) => sum + cost, 0) })).toSorted((a, b) => a.cost - b.cost);
  return sets.find(({ chosen }) => leftWith(chosen.map(({ id }) => id)) === least)?.cost ?? Infinity;
}

test('policies of the plan take ways away and open none, and no cheaper choice leaves as little', () => {
  let planned = 0;
  fc.assert(
    fc.property(networkWorld, (given) => {
      const model = AttackModel.of(new AttackContext(Cluster.from(collectText(networkYaml(given)).snapshot, { kubernetesVersion: '1.32' })));
      const cutter = new Cutter(beforeOf(model, costsWith(), []), model);
      for (let step = 0; step < model.graph.steps; step++) cutter.of(model, step);
      fc.pre(cutter.all.length > 0 && cutter.all.length <= 6);
      const { changes, cost, pathsOpened, after } = planOf(model, { certainty: 'possible' });
      assert.equal(pathsOpened, 0);
      const all = cutter.all.map(({ id }) => id);
      assert.equal(after.pairs, leftOf(cutter.after(cutter.made(all)), allDemands(model), 'possible').pairs, changes.map(({ title }) => title).join('\n'));
      assert.equal(cost, cheapestOfAll(model, cutter), changes.map(({ title }) => title).join('\n'));
      if (changes.some(({ kind }) => kind === 'isolate-pods' || kind === 'refuse-nodes' || kind === 'refuse-metadata')) planned++;
    }),
    { numRuns: 12, seed: 20261128 },
  );
  assert.ok(planned > 3, `only ${planned} plans have a policy`);
});
