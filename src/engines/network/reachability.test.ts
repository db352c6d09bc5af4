import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KubernetesObject } from '../../model/object.ts';
import { Network } from './index.ts';

const names = ['x', 'y'];
const apps = ['a', 'b', 'c'];
const base: readonly KubernetesObject[] = names.flatMap((namespace, at) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { team: namespace } } },
  ...apps.flatMap((app, index) => ['1', '2'].map((copy): KubernetesObject => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name: `${app}-${copy}`, labels: { app, copy, tier: index === 0 ? 'front' : 'back' } },
    spec: { hostNetwork: app === 'c' && namespace === 'y', containers: [{ name: 'c', ports: [{ name: 'web', containerPort: 80 + index }] }] }, status: { podIP: `10.${at}.${index}.${copy}` },
  }))),
]);
const labels = fc.constantFrom<Readonly<Record<string, string>>>({}, { app: 'a' }, { app: 'b' }, { tier: 'back' });
const peer = fc.oneof(
  fc.record({ podSelector: fc.record({ matchLabels: labels }) }), fc.record({ namespaceSelector: fc.constantFrom({}, { matchLabels: { team: 'x' } }) }),
  fc.record({ ipBlock: fc.constantFrom({ cidr: '10.0.0.0/16' }, { cidr: '0.0.0.0/0', except: ['10.1.0.0/16'] }) }),
);
const ports = fc.array(fc.constantFrom<object>({ port: 80 }, { port: 'web' }, { protocol: 'UDP' }, { port: 81, endPort: 90 }), { maxLength: 2 });
const spec = fc.record({
  podSelector: fc.record({ matchLabels: labels }), policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
  ingress: fc.array(fc.record({ from: fc.array(peer, { maxLength: 2 }), ports }), { maxLength: 2 }), egress: fc.array(fc.record({ to: fc.array(peer, { maxLength: 2 }), ports }), { maxLength: 2 }),
});
const policy = fc.tuple(fc.constantFrom(...names), spec).map(([namespace, each]): KubernetesObject => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace, name: 'p' }, spec: each }));
const adminPeer = fc.constantFrom<object>({ namespaces: {} }, { namespaces: { matchLabels: { team: 'x' } } }, { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'a' } } } });
const adminPorts = fc.constantFrom<readonly object[]>([], [{ portNumber: { protocol: 'TCP', port: 80 } }], [{ namedPort: 'web' }], [{ portRange: { protocol: 'TCP', start: 1, end: 65535 } }]);
const rulesFor = (side: 'from' | 'to', actions: readonly string[]): fc.Arbitrary<readonly object[]> => fc.array(
  fc.tuple(fc.constantFrom(...actions), side === 'to' ? fc.oneof(adminPeer, fc.constant<object>({ networks: ['10.0.0.0/16'] })) : adminPeer, adminPorts).map(([action, peer_, ports_]) => ({ action, [side]: [peer_], ...(ports_.length > 0 && { ports: ports_ }) })), { maxLength: 2 });
const adminSpec = (actions: readonly string[]): fc.Arbitrary<object> => fc.record({ subject: fc.constantFrom({ namespaces: {} }, { namespaces: { matchLabels: { team: 'y' } } }), ingress: rulesFor('from', actions), egress: rulesFor('to', actions) });
const admins = fc.tuple(fc.array(adminSpec(['Allow', 'Deny', 'Pass']), { maxLength: 2 }), fc.array(adminSpec(['Allow', 'Deny']), { maxLength: 1 })).map(([some, baselines]): readonly KubernetesObject[] => [
  ...some.map((each, index): KubernetesObject => ({ apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name: `adm${index}` }, spec: { ...each, priority: index } })),
  ...baselines.map((each): KubernetesObject => ({ apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'BaselineAdminNetworkPolicy', metadata: { name: 'default' }, spec: each })),
]);
const policies = fc.tuple(fc.array(policy, { maxLength: 4 }), admins).map(([some, tiers]) => [...some.map((each, index) => ({ ...each, metadata: { ...each.metadata, name: `p${index}` } })), ...tiers]);

/** Every pair of pods that the classes say are connected, and those that the ends themselves are asked about. */
function agrees(network: Network): void {
  const reach = network.reachability();
  let connected = 0;
  for (const from of reach.classes) {
    for (const to of reach.classes) {
      for (const [source, target] of from.pods.flatMap((one) => to.pods.map((other) => [one, other] as const))) {
        const asked = network.ports(`${source.namespace.name}/${source.name}`, `${target.namespace.name}/${target.name}`);
        const open = asked === 'all' || Object.keys(asked).length > 0;
        if (open) connected++;
        assert.equal(reach.reaches(from.id, to.id), open, `${source.namespace.name}/${source.name} ${target.namespace.name}/${target.name}`);
        assert.equal(reach.ports(from.id, to.id).length > 0, open);
      }
    }
  }
  assert.equal(reach.count().pods, connected);
}

test('classes answer as their pods do, one by one', () => {
  fc.assert(fc.property(policies, (all) => agrees(Network.from([...base, ...all]))), { numRuns: 1000, seed: 20261128 });
});

test('a changed policy gives what a fresh reading gives', () => {
  fc.assert(
    fc.property(policies, fc.array(policy, { minLength: 1, maxLength: 1 }), (all, [next]) => {
      const added = next ? [{ ...next, metadata: { ...next.metadata, name: 'p0' } }] : [];
      const removed = all.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'p0');
      const before = Network.from([...base, ...all]);
      const fresh = Network.from([...base, ...all.filter((each) => !removed.includes(each)), ...added]).reachability();
      const changed = before.reachability().changed(before.policies.filter(({ object }) => removed.includes(object)), Network.from(added).policies);
      assert.deepEqual(changed.count().pods, fresh.count().pods);
      const at = (reach: typeof fresh): readonly string[] => reach.classes.flatMap((from) => reach.classes.filter((to) => reach.reaches(from.id, to.id)).flatMap((to) => from.pods.flatMap((one) => to.pods.map((other) => `${one.namespace.name}/${one.name} ${other.namespace.name}/${other.name}`)))).toSorted();
      assert.deepEqual(at(changed), at(fresh));
    }),
    { numRuns: 500, seed: 20261128 },
  );
});

test('labels that no selector mentions tell no pods apart', () => {
  assert.equal(Network.from(base).reachability().classes.length, 3);
  const byApp: KubernetesObject = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: 'x', name: 'p' }, spec: { podSelector: { matchLabels: { app: 'a' } }, ingress: [] } };
  assert.equal(Network.from([...base, byApp]).reachability().classes.length, 5);
});
