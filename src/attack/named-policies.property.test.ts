// A right to delete some policies by name opens what their deletion opens, and nothing else: each set of them is deleted in turn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { AttackGraph } from './attack-graph.ts';
import { calico, everywhere, podIn } from './examples.ts';

interface Written {
  readonly namespace: 'shop' | 'blog';
  readonly selects: string;
  readonly types: string;
  readonly rules: string;
}

const names = ['p0', 'p1', 'p2', 'p3'] as const;
const plugIn = calico.replace('hostNetwork: true, ', '').replace('kube-system', 'network');
const rule = (verbs: string, more = ''): string => `{apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [${verbs}]${more}}`;
const pod = (namespace: string, name: string, app: string): string => podIn(namespace, 'ports: [{containerPort: 8080}]', name === 'web' ? 'serviceAccountName: cart' : 'automountServiceAccountToken: false').replace('name: web', `name: ${name}, labels: {app: ${app}}`);
const pods = `${pod('shop', 'web', 'a')}${pod('blog', 'side', 'b')}${pod('shop', 'own', 'b')}${plugIn}`;
const accounts = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart, namespace: shop}\n---\n';

const peers = ['', 'PEERS: [{podSelector: {}}]', 'PEERS: [{namespaceSelector: {}}]', 'PEERS: [{namespaceSelector: {}, podSelector: {matchLabels: {app: a}}}]', 'PEERS: [{namespaceSelector: {}, podSelector: {matchLabels: {app: b}}}]', 'ports: [{port: 9090}]'];
const rules = (key: string, word: string) => fc.array(fc.constantFrom(...peers), { maxLength: 2 }).map((all) => `${key}: [${all.map((each) => `{${each.replace('PEERS', word)}}`).join(', ')}]`);
const written: fc.Arbitrary<Written> = fc.record({
  namespace: fc.constantFrom('shop', 'blog'), selects: fc.constantFrom('{}', '{matchLabels: {app: a}}', '{matchLabels: {app: b}}'), types: fc.constantFrom('Ingress', 'Egress', 'Ingress, Egress'),
  rules: fc.tuple(fc.oneof(fc.constant('ingress: []'), rules('ingress', 'from')), fc.oneof(fc.constant('egress: []'), rules('egress', 'to'))).map(([into, out]) => `${into}, ${out}`),
});

function yamlOf(policies: readonly (readonly [name: string, policy: Written])[]): string {
  return policies.map(([name, { namespace, selects, types, rules: own }]) => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {podSelector: ${selects}, policyTypes: [${types}], ${own}}\n---\n`).join('');
}

const targets = ['container:blog/side/app', 'container:shop/own/app'];

function reached(yaml: string): readonly string[] {
  const graph = AttackGraph.of(Cluster.from(collectText(yaml).snapshot, { kubernetesVersion: '1.34' }));
  // The other pods are passed by no path: what one of them may do is not what the first one may.
  const others = (to: string): readonly number[] => targets.filter((each) => each !== to).flatMap((each) => graph.goalsAt(each));
  return targets.filter((to) => graph.pathsBetween(graph.seedsOf('container:shop/web/app'), to, 'certain', 1, [...others(to), ...graph.goalsAt('pod:network/calico-node')]).found.length > 0);
}

function* subsets<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let bits = 0; bits < 2 ** all.length; bits++) yield all.filter((_, at) => ((bits >> at) & 1) === 1);
}

test('what may be deleted by name opens what some set of deletions opens', () => {
  fc.assert(fc.property(fc.array(written, { minLength: 1, maxLength: 4 }), fc.subarray([...names]), (policies, deletable) => {
    const all = policies.map((policy, at) => [String(names[at]), policy] as const);
    const granted = deletable.length === 0 ? '' : everywhere(rule('delete', `, resourceNames: [${deletable.join(', ')}]`));
    const found = reached(`${accounts}${granted}${pods}${yamlOf(all)}`);
    const opened = new Set([...subsets(all.filter(([name]) => deletable.some((each) => each === name)))].flatMap((gone) => reached(`${accounts}${pods}${yamlOf(all.filter((each) => !gone.includes(each)))}`)));
    assert.deepEqual(found, targets.filter((to) => opened.has(to)));
  }), { numRuns: 60 });
});
