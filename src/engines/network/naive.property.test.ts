// The engine against an evaluator that is written straight from the rules and does nothing cleverly, and changes that must not matter.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KubernetesObject } from '../../model/object.ts';
import { Network, type Protocol } from './index.ts';
import { Lanes } from './lanes.ts';
import { portsOf } from './ports.ts';

interface Expression { readonly key: string; readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'; readonly values?: readonly string[] }
interface Selector { readonly matchLabels?: Readonly<Record<string, string>>; readonly matchExpressions?: readonly Expression[] }
interface NpPeer { readonly podSelector?: Selector; readonly namespaceSelector?: Selector; readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] } }
interface NpPort { readonly protocol?: Protocol; readonly port?: number | string; readonly endPort?: number }
interface NpRule { readonly from?: readonly NpPeer[]; readonly to?: readonly NpPeer[]; readonly ports?: readonly NpPort[] }
interface NpSpec { readonly podSelector: Selector; readonly policyTypes?: readonly string[]; readonly ingress?: readonly NpRule[]; readonly egress?: readonly NpRule[] }
interface AdminPeer { readonly namespaces?: Selector; readonly pods?: { readonly namespaceSelector: Selector; readonly podSelector: Selector }; readonly networks?: readonly string[] }
interface AdminRule { readonly action: string; readonly from?: readonly AdminPeer[]; readonly to?: readonly AdminPeer[]; readonly ports?: readonly { readonly portNumber?: { readonly protocol: Protocol; readonly port: number }; readonly namedPort?: string }[] }
interface AdminSpec { readonly priority?: number; readonly subject: AdminPeer; readonly ingress?: readonly AdminRule[]; readonly egress?: readonly AdminRule[] }
interface Pod { readonly namespace: string; readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly ip: string; readonly web: number }

const namespaces: Readonly<Record<string, Readonly<Record<string, string>>>> = { x: { team: 'red' }, y: { team: 'blue' }, z: {} };
const pods: readonly Pod[] = [
  { namespace: 'x', name: 'a', labels: { app: 'a', tier: 'front' }, ip: '10.0.0.1', web: 80 }, { namespace: 'x', name: 'b', labels: { app: 'b' }, ip: '10.0.0.2', web: 81 },
  { namespace: 'y', name: 'a', labels: { app: 'a' }, ip: '10.0.1.1', web: 81 }, { namespace: 'y', name: 'c', labels: { tier: 'back' }, ip: '10.0.1.2', web: 80 }, { namespace: 'z', name: 'd', labels: {}, ip: '10.1.0.1', web: 80 },
];
const base: readonly KubernetesObject[] = [
  ...Object.entries(namespaces).map(([name, labels]): KubernetesObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })),
  ...pods.map(({ namespace, name, labels, ip, web }): KubernetesObject => ({
    apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name, labels }, spec: { containers: [{ name: 'c', image: 'i', ports: [{ name: 'web', containerPort: web }] }] }, status: { podIP: ip },
  })),
];

const selector: fc.Arbitrary<Selector> = fc.oneof(
  fc.constant<Selector>({}),
  fc.record({ matchLabels: fc.constantFrom<Readonly<Record<string, string>>>({ app: 'a' }, { app: 'b' }, { tier: 'front' }, { team: 'red' }, { 'kubernetes.io/metadata.name': 'y' }) }),
  fc.record({ matchExpressions: fc.array(fc.oneof(
    fc.record({ key: fc.constantFrom('app', 'team', 'tier'), operator: fc.constantFrom<'In' | 'NotIn'>('In', 'NotIn'), values: fc.constantFrom(['a'], ['b', 'red'], ['front', 'blue']) }),
    fc.record({ key: fc.constantFrom('app', 'team', 'tier'), operator: fc.constantFrom<'Exists' | 'DoesNotExist'>('Exists', 'DoesNotExist') }),
  ), { minLength: 1, maxLength: 2 }) }),
);
const npPeer: fc.Arbitrary<NpPeer> = fc.oneof(
  fc.record({ podSelector: selector }), fc.record({ namespaceSelector: selector }), fc.record({ podSelector: selector, namespaceSelector: selector }),
  fc.record({ ipBlock: fc.constantFrom<NonNullable<NpPeer['ipBlock']>>({ cidr: '10.0.0.0/16' }, { cidr: '0.0.0.0/0', except: ['10.0.0.0/24'] }, { cidr: '10.0.1.1/32' }, { cidr: '8.0.0.0/8' }) }),
);
const npPort: fc.Arbitrary<NpPort> = fc.constantFrom<NpPort>({ port: 80 }, { port: 80, endPort: 81 }, { port: 'web' }, { protocol: 'UDP' }, { protocol: 'UDP', port: 80 }, { protocol: 'UDP', port: 'web' }, {});
const npRule = (side: 'from' | 'to'): fc.Arbitrary<NpRule> => fc.record({ [side]: fc.array(npPeer, { maxLength: 2 }), ports: fc.array(npPort, { maxLength: 2 }) }, { requiredKeys: [] });
const npSpec: fc.Arbitrary<NpSpec> = fc.record({ podSelector: selector, policyTypes: fc.constantFrom([], ['Ingress'], ['Egress'], ['Ingress', 'Egress']), ingress: fc.array(npRule('from'), { maxLength: 2 }), egress: fc.array(npRule('to'), { maxLength: 2 }) }, { requiredKeys: ['podSelector'] });
const adminPeer = (egress: boolean): fc.Arbitrary<AdminPeer> => fc.oneof(fc.record({ namespaces: selector }), fc.record({ pods: fc.record({ namespaceSelector: selector, podSelector: selector }) }), ...(egress ? [fc.record({ networks: fc.constantFrom(['0.0.0.0/0'], ['10.0.0.0/24', '8.0.0.0/8']) })] : []));
const adminPorts = fc.array(fc.oneof(fc.record({ portNumber: fc.record({ protocol: fc.constantFrom<Protocol>('TCP', 'UDP'), port: fc.constantFrom(80, 81) }) }), fc.constant({ namedPort: 'web' })), { maxLength: 2 });
const adminRule = (side: 'from' | 'to', actions: readonly string[]): fc.Arbitrary<AdminRule> => fc.tuple(fc.constantFrom(...actions), fc.array(adminPeer(side === 'to'), { minLength: 1, maxLength: 2 }), adminPorts).map(([action, peers, ports]): AdminRule => ({ action, [side]: peers, ports }));
const adminSpec = (actions: readonly string[]): fc.Arbitrary<AdminSpec> => fc.record({ subject: adminPeer(false), ingress: fc.array(adminRule('from', actions), { maxLength: 3 }), egress: fc.array(adminRule('to', actions), { maxLength: 3 }) });

const np = fc.tuple(fc.constantFrom('x', 'y', 'z'), npSpec).map(([namespace, spec]): KubernetesObject => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace, name: 'n' }, spec }));
const anp = adminSpec(['Allow', 'Deny', 'Pass']).map((spec): KubernetesObject => ({ apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name: 'a' }, spec }));
const banp = adminSpec(['Allow', 'Deny']).map((spec): KubernetesObject => ({ apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'BaselineAdminNetworkPolicy', metadata: { name: 'default' }, spec }));

/** Policies with names and priorities of their own. */
const policies = fc.tuple(fc.array(np, { maxLength: 4 }), fc.array(anp, { maxLength: 3 }), fc.array(banp, { maxLength: 1 })).map(([some, admins, baselines]) => [
  ...some.map((policy, index) => ({ ...policy, metadata: { ...policy.metadata, name: `n${index}` } })),
  ...admins.map((policy, index) => ({ ...policy, metadata: { name: `a${index}` }, spec: { ...(policy['spec'] as AdminSpec), priority: 10 - index } })),
  ...baselines,
]);
const ends = [...pods.map(({ namespace, name }) => `${namespace}/${name}`), 'ip:8.8.8.8', 'ip:10.0.0.77'];
const question = fc.record({ from: fc.constantFrom(...ends), to: fc.constantFrom(...ends), protocol: fc.constantFrom<Protocol>('TCP', 'UDP', 'SCTP'), port: fc.constantFrom(80, 81, 443) }).filter(({ from, to }) => from !== to);
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

function selected(wanted: Selector | undefined, labels: Readonly<Record<string, string>>): boolean {
  const equal = Object.entries(wanted?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (wanted?.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'Exists') return value !== undefined;
    if (operator === 'DoesNotExist') return value === undefined;
    return operator === 'In' ? value !== undefined && values.includes(value) : value === undefined || !values.includes(value);
  });
}

const labelsOf = (name: string): Readonly<Record<string, string>> => ({ ...namespaces[name], 'kubernetes.io/metadata.name': name });
const podOf = (end: string): Pod | undefined => pods.find(({ namespace, name }) => `${namespace}/${name}` === end);
const ipOf = (end: string): string => podOf(end)?.ip ?? end.slice('ip:'.length);

function within(cidr: string, ip: string): boolean {
  const [network = '', bits = '0'] = cidr.split('/');
  const binary = (text: string): string => text.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  return binary(ip).startsWith(binary(network).slice(0, Number(bits)));
}

function npPeerMatches({ podSelector, namespaceSelector, ipBlock }: NpPeer, home: string, end: string): boolean {
  if (ipBlock) return within(ipBlock.cidr, ipOf(end)) && !(ipBlock.except ?? []).some((cidr) => within(cidr, ipOf(end)));
  const pod = podOf(end);
  if (!pod) return false;
  return (namespaceSelector ? selected(namespaceSelector, labelsOf(pod.namespace)) : pod.namespace === home) && (!podSelector || selected(podSelector, pod.labels));
}

function adminPeerMatches({ namespaces: wanted, pods: some, networks }: AdminPeer, end: string): boolean {
  if (networks) return networks.some((cidr) => within(cidr, ipOf(end)));
  const pod = podOf(end);
  if (!pod) return false;
  return wanted ? selected(wanted, labelsOf(pod.namespace)) : selected(some?.namespaceSelector, labelsOf(pod.namespace)) && selected(some?.podSelector, pod.labels);
}

function naiveSide(all: readonly KubernetesObject[], direction: 'ingress' | 'egress', self: string, other: string, asked: Question): boolean {
  const pod = podOf(self);
  if (!pod) return true;
  const web = podOf(asked.to)?.web;
  const side = direction === 'ingress' ? 'from' : 'to';
  const firstAction = (kind: string): string | undefined => all.filter((each) => each.kind === kind).map((each) => each['spec'] as AdminSpec).toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0))
    .filter(({ subject }) => adminPeerMatches(subject, self)).flatMap((spec) => spec[direction] ?? [])
    .find((rule) => (rule[side] ?? []).some((peer) => adminPeerMatches(peer, other)) && ((rule.ports ?? []).length === 0 || (rule.ports ?? []).some(({ portNumber, namedPort }) =>
      namedPort === undefined ? portNumber?.port === asked.port && portNumber.protocol === asked.protocol : web === asked.port && asked.protocol === 'TCP')))?.action;
  const admin = firstAction('AdminNetworkPolicy');
  if (admin === 'Allow' || admin === 'Deny') return admin === 'Allow';
  const isolating = all.filter((each) => {
    const spec = each['spec'] as NpSpec;
    if (each.kind !== 'NetworkPolicy' || each.metadata.namespace !== pod.namespace || !selected(spec.podSelector, pod.labels)) return false;
    const types = spec.policyTypes ?? [];
    if (types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
    return direction === 'ingress' || (spec.egress ?? []).length > 0;
  });
  if (isolating.length > 0) {
    return isolating.flatMap((each) => (each['spec'] as NpSpec)[direction] ?? []).some((rule) => {
      const peers = rule[side] ?? [];
      const ports = rule.ports ?? [];
      return (peers.length === 0 || peers.some((peer) => npPeerMatches(peer, pod.namespace, other))) && (ports.length === 0 || ports.some(({ protocol = 'TCP', port, endPort }) => {
        if (protocol !== asked.protocol) return false;
        if (port === undefined) return true;
        return typeof port === 'string' ? protocol === 'TCP' && web === asked.port : asked.port >= port && asked.port <= (endPort ?? port);
      }));
    });
  }
  return firstAction('BaselineAdminNetworkPolicy') !== 'Deny';
}

function naive(all: readonly KubernetesObject[], asked: Question): readonly [egress: boolean, ingress: boolean] {
  return [naiveSide(all, 'egress', asked.from, asked.to, asked), naiveSide(all, 'ingress', asked.to, asked.from, asked)];
}

test('the engine answers as a naive evaluator does, port by port and for all ports at once', () => {
  fc.assert(
    fc.property(policies, fc.array(question, { minLength: 1, maxLength: 8 }), (all, questions) => {
      const network = Network.from([...base, ...all]);
      for (const asked of questions) {
        const answer = network.probe(asked);
        const expected = naive(all, asked);
        assert.deepEqual([answer.egress.allowed, answer.ingress.allowed], expected, JSON.stringify(asked));
        const ports = network.ports(asked.from, asked.to);
        assert.equal(ports === 'all' || (ports[asked.protocol] ?? []).some(([low, high]) => asked.port >= low && asked.port <= high), expected[0] && expected[1], JSON.stringify(asked));
      }
    }),
    { numRuns: 2000, seed: 20261128 },
  );
});

test('the list of connections says what probes say', () => {
  fc.assert(
    fc.property(policies, question.filter(({ from, to }) => !from.startsWith('ip:') && !to.startsWith('ip:')), (all, asked) => {
      const network = Network.from([...base, ...all]);
      const line = network.connections().find(({ from, to }) => from === `${asked.from}[Pod]` && to === `${asked.to}[Pod]`);
      const listed = line !== undefined && (line.ports === 'all' || (line.ports[asked.protocol] ?? []).some(([low, high]) => asked.port >= low && asked.port <= high));
      assert.equal(listed, network.probe(asked).allowed);
    }),
    { numRuns: 300, seed: 20261128 },
  );
});

/** All points that follow from one. */
function follows(links: readonly { readonly from: string; readonly to: string; readonly opened?: string }[], start: string, opened?: string): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const point of reached) for (const link of links) if (link.from === point && (link.opened === undefined || link.opened === opened)) reached.add(link.to);
  return reached;
}

test('lanes lead where probes do, and to more where policies of a namespace are out of the way', () => {
  fc.assert(
    fc.property(policies, fc.array(fc.constantFrom(80, 81), { minLength: pods.length, maxLength: pods.length }), (all, ports) => {
      const network = Network.from([...base, ...all]);
      const lanes = new Lanes(network.pods, network.policies);
      const doors = network.pods.map((pod, at) => ({ pod, ports: portsOf('TCP', ports[at], ports[at]) }));
      const links = [...lanes.links(doors)];
      for (const from of network.pods) {
        const start = `from ${lanes.classOf(from)}`;
        const [plain, opened] = [follows(links, start), follows(links, start, 'x')];
        const without = Network.from([...base, ...all.filter((each: KubernetesObject) => each.kind !== 'NetworkPolicy' || each.metadata.namespace !== 'x')]);
        doors.forEach(({ pod }, at) => {
          if (pod === from) return;
          const [a, b, port] = [`${from.namespace.name}/${from.name}`, `${pod.namespace.name}/${pod.name}`, ports[at] ?? 0];
          assert.equal(plain.has(`door ${at}`), network.probe({ from: a, to: b, port }).allowed, `${a} -> ${b} ${port}`);
          const free = plain.has(`door ${at}`) || opened.has(`door ${at}`);
          if (pod.namespace.name === 'x' && from.namespace.name !== 'x') assert.equal(free, without.probe({ from: a, to: b, port }).allowed || plain.has(`door ${at}`), `${a} -> ${b} ${port}, x opened`);
        });
        if (from.namespace.name !== 'x') continue;
        const freed = follows(links, `freed ${lanes.classOf(from)}`, 'x');
        doors.forEach(({ pod }, at) => {
          if (pod === from) return;
          const asked = { from: `${from.namespace.name}/${from.name}`, to: `${pod.namespace.name}/${pod.name}`, port: ports[at] ?? 0 };
          if (lanes.isHeld(lanes.classOf(from) ?? -1)) assert.equal(freed.has(`door ${at}`), without.probe(asked).allowed, JSON.stringify(asked));
        });
      }
    }),
    { numRuns: 400, seed: 20261128 },
  );
});

/** What every pair may do, as text. */
function picture(all: readonly KubernetesObject[]): string {
  return JSON.stringify(Network.from([...base, ...all]).connections().toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
}

const changes: readonly (readonly [name: string, change: (all: readonly KubernetesObject[]) => readonly KubernetesObject[]])[] = [
  ['turning the order of the objects round', (all) => all.toReversed()],
  ['renaming NetworkPolicies', (all) => all.map((each) => (each.kind === 'NetworkPolicy' ? { ...each, metadata: { ...each.metadata, name: `new-${each.metadata.name}` } } : each))],
  ['splitting the rules of a NetworkPolicy in two', (all) => all.flatMap((each) => {
    const spec = each['spec'] as NpSpec;
    if (each.kind !== 'NetworkPolicy') return [each];
    const types = spec.policyTypes?.length ? spec.policyTypes : (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
    const half = (from: number, to: number, name: string): KubernetesObject => ({ ...each, metadata: { ...each.metadata, name }, spec: { ...spec, policyTypes: types, ingress: (spec.ingress ?? []).slice(from, to), egress: (spec.egress ?? []).slice(from, to) } });
    return [half(0, 1, each.metadata.name), half(1, 9, `${each.metadata.name}-2`)];
  })],
  ['adding a policy that selects nothing', (all) => [...all, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: 'x', name: 'none' }, spec: { podSelector: { matchLabels: { app: 'nobody' } }, policyTypes: ['Ingress', 'Egress'] } }]],
];
for (const [name, change] of changes) {
  test(`${name} changes nothing`, () => {
    fc.assert(fc.property(policies, (all) => assert.equal(picture(change(all)), picture(all))), { numRuns: 150, seed: 20261128 });
  });
}

test('adding an isolating policy never opens', () => {
  const isolating: KubernetesObject = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: 'x', name: 'isolate' }, spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } };
  fc.assert(
    fc.property(policies, question, (all, asked) => {
      const [before, after] = [Network.from([...base, ...all]), Network.from([...base, ...all, isolating])];
      assert.ok(before.probe(asked).allowed || !after.probe(asked).allowed, JSON.stringify(asked));
    }),
    { numRuns: 1000, seed: 20261128 },
  );
});
