import { groupOf } from '../../cluster/identity.ts';
import { entries, fields, number, text, texts, type Fields } from '../../cluster/read.ts';
import { everything, nothing, readSelector } from '../../lang/selector.ts';
import type { KubernetesObject } from '../../model/object.ts';
import { parseCidr, type AddressRange } from './address.ts';
import type { RefOf } from './ends.ts';
import { empty, union } from './intervals.ts';
import { namespaceName } from './objects.ts';
import type { AddressBlock, Direction, Peer, Policy, Rule } from './policy.ts';
import { everyRulePort, isProtocol, portsOf, type Protocol, type RulePorts } from './ports.ts';
import { readAdminPolicy } from './read-admin-policies.ts';

export const adminGroup = 'policy.networking.k8s.io';

/** Reads a policy of any kind that Kubernetes itself defines; undefined for every other object. */
export function readPolicy(object: KubernetesObject, refOf: RefOf): Policy | undefined {
  const group = groupOf(object);
  if (object.kind === 'NetworkPolicy' && (group === 'networking.k8s.io' || group === 'extensions')) return readNetworkPolicy(object, refOf);
  return group === adminGroup ? readAdminPolicy(object, refOf) : undefined;
}

function readNetworkPolicy(object: KubernetesObject, refOf: RefOf): Policy {
  const spec = fields(object['spec']) ?? {};
  const namespace = namespaceName(object);
  const types = texts(spec['policyTypes']);
  const egress = Array.isArray(spec['egress']) ? spec['egress'] : [];
  // networking/v1 defaulting: without policyTypes a policy is of Ingress, and of Egress only where it has such a rule.
  const applies = types.length > 0 ? { ingress: types.includes('Ingress'), egress: types.includes('Egress') } : { ingress: true, egress: egress.length > 0 };
  const podSelector = spec['podSelector'];
  return {
    ref: refOf(object),
    object,
    tier: 'namespace',
    priority: 0,
    subject: { namespace, namespaces: everything, pods: !isSet(podSelector) ? everything : readSelector(podSelector) },
    ...(applies.ingress ? { ingress: rulesOf(spec, 'ingress', namespace) } : {}),
    ...(applies.egress ? { egress: rulesOf(spec, 'egress', namespace) } : {}),
  };
}

function rulesOf(spec: Fields, direction: Direction, namespace: string): readonly Rule[] {
  return entries(spec[direction]).map(({ index, value }): Rule => {
    const peers = entries(value[direction === 'ingress' ? 'from' : 'to']);
    return {
      action: 'allow',
      ...(peers.length > 0 ? { peers: peers.map((peer) => readPeer(peer.value, namespace)) } : {}),
      ports: readPorts(value['ports']),
      path: ['spec', direction, index],
    };
  });
}

function readPeer(peer: Fields, namespace: string): Peer {
  const block = fields(peer['ipBlock']);
  if (block) {
    const read = readBlock(block);
    return { kind: 'addresses', blocks: read ? [read] : [] };
  }
  const [pods, namespaces] = [peer['podSelector'], peer['namespaceSelector']];
  const podSelector = isSet(pods) ? readSelector(pods) : everything;
  if (isSet(namespaces)) return { kind: 'pods', set: { namespaces: readSelector(namespaces), pods: podSelector } };
  return { kind: 'pods', set: { namespace, namespaces: everything, pods: isSet(pods) ? podSelector : nothing } };
}

function isSet(selector: unknown): boolean {
  return selector !== undefined && selector !== null;
}

function readBlock(block: Fields): AddressBlock | undefined {
  const range = parseCidr(text(block['cidr']) ?? '');
  return range && { range, except: texts(block['except']).flatMap((cidr): AddressRange | readonly AddressRange[] => parseCidr(cidr) ?? []) };
}

function readPorts(ports: unknown): RulePorts {
  const listed = entries(ports);
  if (listed.length === 0) return everyRulePort;
  let fixed = empty;
  const named: { name: string; protocol: Protocol }[] = [];
  for (const { value } of listed) {
    const protocol = value['protocol'] ?? 'TCP';
    if (!isProtocol(protocol)) continue;
    const port = value['port'] ?? undefined;
    const first = number(port);
    if (port === undefined) fixed = union(fixed, portsOf(protocol));
    else if (first !== undefined) fixed = union(fixed, portsOf(protocol, first, number(value['endPort']) ?? first));
    else if (typeof port === 'string') named.push({ name: port, protocol });
  }
  return { fixed, named };
}
