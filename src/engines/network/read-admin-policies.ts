import { entries, fields, number, text, texts, type Fields } from '../../cluster/read.ts';
import { everything, nothing, readSelector, type Selector } from '../../lang/selector.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { parseCidr } from './address.ts';
import type { RefOf } from './ends.ts';
import { empty, union, type Intervals } from './intervals.ts';
import type { Action, Direction, Peer, PodSet, Policy, Rule, Tier } from './policy.ts';
import { everyRulePort, isProtocol, portsOf, type NamedPort, type Protocol, type RulePorts } from './ports.ts';

const actions: Readonly<Record<string, Action>> = { Allow: 'allow', Accept: 'allow', Deny: 'deny', Pass: 'pass' };

/** AdminNetworkPolicy and BaselineAdminNetworkPolicy (v1alpha1), ClusterNetworkPolicy (v1alpha2). */
export function readAdminPolicy(object: KubernetesObject, refOf: RefOf): Policy | undefined {
  const spec = fields(object['spec']) ?? {};
  const tier = tierOf(object.kind, spec);
  if (!tier) return undefined;
  const subject = fields(spec['subject']) ?? {};
  return {
    ref: refOf(object),
    object,
    tier,
    priority: number(spec['priority']) ?? 0,
    subject: podSetOf(subject) ?? { namespaces: nothing, pods: nothing },
    ingress: rulesOf(spec, 'ingress'),
    egress: rulesOf(spec, 'egress'),
  };
}

function tierOf(kind: string, spec: Fields): Tier | undefined {
  if (kind === 'AdminNetworkPolicy') return 'admin';
  if (kind === 'BaselineAdminNetworkPolicy') return 'baseline';
  if (kind !== 'ClusterNetworkPolicy') return undefined;
  return spec['tier'] === 'Baseline' ? 'baseline' : 'admin';
}

function rulesOf(spec: Fields, direction: Direction): readonly Rule[] {
  return entries(spec[direction]).map(({ index, value }): Rule => {
    const action = actions[text(value['action']) ?? ''] ?? 'deny';
    const path = ['spec', direction, index];
    const peers = entries(value[direction === 'ingress' ? 'from' : 'to']).map((peer) => readPeer(peer.value));
    const ports = portsIn(value);
    const open = peers.some(({ kind }) => kind === 'unknown') || ports === undefined;
    // A field of a later version cannot be read: an allow then matches nothing, any other rule denies everything.
    if (open) return action === 'allow' ? { action, peers: [], ports: everyRulePort, path } : { action: 'deny', ports: everyRulePort, path };
    return { action, peers, ports, path };
  });
}

function readPeer(peer: Fields): Peer {
  const set = podSetOf(peer);
  if (set) return { kind: 'pods', set };
  if (peer['networks'] !== undefined) {
    return { kind: 'addresses', blocks: texts(peer['networks']).flatMap((cidr) => { const range = parseCidr(cidr); return range ? [{ range, except: [] }] : []; }) };
  }
  if (peer['nodes'] !== undefined) return { kind: 'nodes', selector: readSelector(peer['nodes']) };
  if (peer['domainNames'] !== undefined) return { kind: 'domains', names: texts(peer['domainNames']) };
  return { kind: 'unknown' };
}

function podSetOf(peer: Fields): PodSet | undefined {
  if (peer['namespaces'] !== undefined) return { namespaces: readSelector(peer['namespaces']), pods: everything };
  const pods = fields(peer['pods']);
  if (!pods) return undefined;
  return { namespaces: selectorOr(pods['namespaceSelector']), pods: selectorOr(pods['podSelector']) };
}

function selectorOr(selector: unknown): Selector {
  return selector === undefined || selector === null ? everything : readSelector(selector);
}

/** Undefined where an entry is of no known form. */
function portsIn(rule: Fields): RulePorts | undefined {
  const listed = entries(rule['ports'] ?? rule['protocols']);
  if (listed.length === 0) return everyRulePort;
  let fixed = empty;
  const named: NamedPort[] = [];
  for (const { value } of listed) {
    const read = portEntry(value) ?? protocolEntry(value);
    if (!read) return undefined;
    if ('name' in read) named.push(read);
    else fixed = union(fixed, read.set);
  }
  return { fixed, named };
}

type ReadPort = NamedPort | { readonly set: Intervals };

/** v1alpha1: `portNumber`, `portRange`, `namedPort`. */
function portEntry(entry: Fields): ReadPort | undefined {
  const single = fields(entry['portNumber']);
  if (single) return range(single['protocol'] ?? 'TCP', single['port'], single['port']);
  const several = fields(entry['portRange']);
  if (several) return range(several['protocol'] ?? 'TCP', several['start'], several['end']);
  const name = text(entry['namedPort']);
  return name === undefined ? undefined : { name };
}

/** v1alpha2: `tcp`, `udp`, `sctp` with a destination port, or `destinationNamedPort`. */
function protocolEntry(entry: Fields): ReadPort | undefined {
  const name = text(entry['destinationNamedPort']);
  if (name !== undefined) return { name };
  const found = (['tcp', 'udp', 'sctp'] as const).find((key) => fields(entry[key]));
  if (!found) return undefined;
  const protocol = found.toUpperCase() as Protocol;
  const port = fields(fields(entry[found])?.['destinationPort']);
  if (!port) return { set: portsOf(protocol) };
  const several = fields(port['range']);
  return several ? range(protocol, several['start'], several['end']) : range(protocol, port['number'], port['number']);
}

function range(protocol: unknown, from: unknown, to: unknown): ReadPort | undefined {
  const [first, last] = [number(from), number(to)];
  return isProtocol(protocol) && first !== undefined && last !== undefined ? { set: portsOf(protocol, first, last) } : undefined;
}
