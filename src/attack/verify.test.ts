import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster/cluster.ts';
import { collectText } from '../collect/index.ts';
import { AttackGraph } from './attack-graph.ts';
import { app, cart, everywhere, inShop, node, podIn, rule } from './examples.ts';
import { verifyOf } from './verify.ts';

function commands(yaml: string, from: string, to: string): readonly string[] {
  const graph = AttackGraph.of(Cluster.from(collectText(yaml).snapshot));
  const [path] = graph.pathsBetween(graph.seedsOf(from), to, 'possible', 1).found;
  assert.ok(path, `${from} reaches ${to}`);
  return path.steps.flatMap((step) => verifyOf(step));
}

const asCart = '--as=system:serviceaccount:shop:cart';
const rows: readonly { readonly name: string; readonly yaml: string; readonly from: string; readonly to: string; readonly says: string }[] = [
  { name: 'a right in the whole cluster', yaml: everywhere(rule('secrets', 'list')), from: cart, to: 'all-secrets', says: `kubectl auth can-i list secrets --all-namespaces ${asCart}` },
  { name: 'a right in a namespace, to a subresource of one name', yaml: inShop(rule('pods/exec', 'create', 'resourceNames: [web]')) + podIn('shop'), from: cart, to: app, says: `kubectl auth can-i create pods/web --subresource=exec --namespace=shop ${asCart}` },
  { name: 'a field of a pod', yaml: podIn('shop', 'securityContext: {privileged: true}') + node('worker'), from: app, to: 'node-root:*', says: "kubectl get pod/web --namespace=shop '--output=jsonpath={.spec.containers[0].securityContext.privileged}'" },
];
for (const { name, yaml, from, to, says } of rows) {
  test(`verify: ${name}`, () => {
    assert.ok(commands(yaml, from, to).includes(says), commands(yaml, from, to).join('\n'));
  });
}

const object = { apiGroup: '', kind: 'Secret', namespace: 'shop', name: 'keys' };
const step = (path: readonly (string | number)[], name: string = 'keys'): readonly string[] => verifyOf({ from: app, asked: [], evidence: [{ object: { ...object, name }, path, seen: null }] });

test('verify: no value of a Secret is shown', () => {
  assert.deepEqual(step(['data', 'password']), ["kubectl get secret/keys --namespace=shop '--output=jsonpath={.type}'"]);
});

test('verify: keys with dots are written as kubectl reads them', () => {
  assert.deepEqual(step(['metadata', 'labels', 'a.b/c']), ["kubectl get secret/keys --namespace=shop '--output=jsonpath={.metadata.labels.a\\.b/c}'"]);
});

test('verify: what could do more than name something is in no command', () => {
  for (const name of ["a'; rm -rf ~'", 'a\nb', '\u001b[31m', '\u202e', 'a\u0000']) assert.deepEqual(step(['type'], name), [], JSON.stringify(name));
  assert.deepEqual(step(['type'], '$(id)'), ["kubectl get 'secret/$(id)' --namespace=shop '--output=jsonpath={.type}'"]);
  assert.deepEqual(step(['metadata', 'labels', '}{range']), []);
});

test('verify: no command but those that ask and read', () => {
  for (const { yaml, from, to } of rows) for (const each of commands(yaml, from, to)) assert.match(each, /^kubectl (?:auth can-i|get) /);
});
