import assert from 'node:assert/strict';
import { test } from 'node:test';
import { techniques } from '../../attack/registry.ts';
import { explainScreen } from '../../report/terminal-explain.ts';
import { topicNames, topicsNamed } from './index.ts';
import { groupOf, techniqueGroups } from './technique.ts';
import { shown } from './technique-shown.ts';

const asked: readonly { readonly name: string; readonly ids: readonly string[] }[] = [
  { name: 'technique/pod-exec', ids: ['technique/pod-exec'] },
  { name: 'Technique/Pod-Exec', ids: ['technique/pod-exec'] },
  { name: 'pod-exec', ids: ['technique/pod-exec'] },
  { name: 'D1', ids: ['technique/pod-exec', 'cncf-trees/D1'] },
  { name: 'EXEC_INTO', ids: ['technique/pod-exec'] },
  { name: 'CAN_IMPERSONATE', ids: ['technique/impersonate-account', 'technique/impersonate-group', 'technique/impersonate-user'] },
  { name: 'A1', ids: ['nsa/A1', 'technique/rights-through-binding'] },
  // A rule has the bare name.
  { name: 'host-pid', ids: ['host-pid'] },
];
for (const { name, ids } of asked) {
  test(`techniques: ${name} is ${ids.join(' and ')}`, () => assert.deepEqual(topicsNamed(name).map(({ id }) => id), ids));
}

test('techniques: every name is known, and leads to its technique or to an id that is the same', () => {
  const names = new Set(topicNames());
  for (const { id, aliases } of techniques) {
    for (const name of [id, id.slice('technique/'.length), ...aliases]) {
      assert.ok(names.has(name), name);
      const found = topicsNamed(name);
      assert.ok(found.some((topic) => topic.id === id) || found.every((topic) => topic.id.toLowerCase() === name.toLowerCase()), `${name} leads to ${found.map((topic) => topic.id).join(', ')}`);
    }
  }
});

const said: readonly { readonly id: string; readonly needs: ReturnType<typeof shown>['needs']; readonly gives: readonly string[] }[] = [
  { id: 'technique/pod-exec', needs: [['a service account', 'may create pods/exec'], ['a service account', 'may create pods/exec of web'], ['a service account', 'may get pods/exec, on Kubernetes 1.34']], gives: ['a container'] },
  { id: 'technique/log-link', needs: [['a container and a service account', 'may get pods/log; it may put links below /var/log of the node; the kubelet follows links when it serves logs; the kubelet of worker keeps its certificate on the node']], gives: ['a user'] },
  { id: 'technique/cluster-admin-rights', needs: [['a service account', 'shop/cart is in system:authenticated by itself; the API server allows everything to whoever logs in'], ['a service account', 'has every verb on every resource'], ['a group', 'system:masters is always allowed']], gives: ['cluster-admin'] },
  // It has no example that is certain.
  { id: 'technique/anonymous-api', needs: [['the internet', 'anonymous requests are let in']], gives: ['a user'] },
  // It opens the way for another technique.
  { id: 'technique/loosen-pod-security', needs: [['a service account', 'may patch namespaces'], ['a service account', 'may update namespaces of shop']], gives: ['root on a node'] },
];
for (const { id, needs, gives } of said) {
  test(`techniques: what ${id} needs and gives`, () => {
    const technique = techniques.find((each) => each.id === id);
    assert.ok(technique);
    assert.deepEqual(shown(technique), { needs, gives });
  });
}

for (const technique of techniques) {
  test(`techniques: ${technique.id} says all that is known of it`, () => {
    assert.ok(Object.values(techniqueGroups).includes(groupOf(technique)));
    const { needs, gives } = shown(technique);
    assert.deepEqual([...needs.flat(), ...gives].filter((text) => text === '' || /(?<!system:)\b(serviceaccount|clusterrole|container|node|user):/.test(text) || text.includes('given: ')), []);
    const screen = explainScreen(topicsNamed(technique.id)[0]?.explain() ?? assert.fail(), { columns: 10_000, colour: false });
    for (const part of [technique.title, technique.why, technique.detects, technique.removes, ...technique.attack, ...technique.microsoft, ...technique.aliases, 'EFFORT ', 'ABSENT ', technique.examples.present.length > 0 ? 'PRESENT ' : 'UNKNOWN ']) assert.ok(screen.includes(part), part);
  });
}
