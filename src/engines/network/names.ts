import type { Cluster } from '../../cluster/cluster.ts';
import type { Component } from '../components/component.ts';
import { isWhole } from './address.ts';
import { decide, type Decider } from './decide.ts';
import type { PodEnd } from './ends.ts';
import { includes } from './intervals.ts';
import { usualReading } from './match.ts';
import { networkOf, podOf } from './of-cluster.ts';
import type { Rule } from './policy.ts';
import { portsOf, resolvePorts } from './ports.ts';

const dnsPort = 53;
const nameOfPort = 'dns';

/** The pods that answer for names. Where none was given, one as every cluster has it stands for them. */
export function dnsPods(cluster: Cluster, components: readonly Component[]): readonly PodEnd[] {
  const found = components.flatMap(({ workload }) => (workload ? (podOf(cluster, workload) ?? []) : []));
  return found.length > 0 ? found : [usualDns(cluster)];
}

function usualDns(cluster: Cluster): PodEnd {
  const namespace = 'kube-system';
  const object = cluster.find('Namespace', '', undefined, namespace);
  return {
    kind: 'pod', namespace: { name: namespace, labels: { ...object?.metadata.labels, 'kubernetes.io/metadata.name': namespace } }, name: 'coredns', labels: { 'k8s-app': 'kube-dns' }, addresses: [], hostNetwork: false, finished: false,
    ports: [{ name: nameOfPort, protocol: 'UDP', port: dnsPort }, { name: 'dns-tcp', protocol: 'TCP', port: dnsPort }], workload: { namespace, name: 'coredns', kind: 'Deployment' }, object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'coredns', namespace } },
  };
}

/**
 * The policies by which a pod may connect to others by name, while it may not ask for names. Undefined where it may, where nothing
 * holds it, or where all it may connect to are addresses that somebody wrote down.
 */
export function namelessBy(cluster: Cluster, pod: PodEnd, dns: readonly PodEnd[]): readonly Decider[] | undefined {
  const { selecting, hostNetwork } = networkOf(cluster).governing(pod);
  const holding = selecting.namespace.filter(({ egress }) => egress !== undefined);
  if (hostNetwork || holding.length === 0) return undefined;
  const asks = dns.some((other) => {
    const number = other.ports.find(({ name, protocol }) => name === nameOfPort && protocol === 'UDP')?.port ?? dnsPort;
    return decide({ direction: 'egress', self: pod, other, port: portsOf('UDP', number, number)[0] ?? 0 }, selecting, usualReading).allowed;
  });
  const rules = holding.flatMap(({ ref, egress }) => (egress ?? []).map((rule) => ({ ref, rule })));
  // A resolver on the node, or the address of the Service where the network plug-in sees that.
  if (asks || rules.some(({ rule }) => opensDnsByAddress(rule))) return undefined;
  const named = rules.filter(({ rule }) => isByName(rule)).map(({ ref, rule: { path, action } }): Decider => ({ policy: ref, rule: path, action }));
  return named.length > 0 ? named : undefined;
}

function opensDnsByAddress({ peers, ports }: Rule): boolean {
  return peers?.some(({ kind }) => kind === 'addresses') === true && includes(resolvePorts(ports, []), portsOf('UDP', dnsPort, dnsPort)[0] ?? 0);
}

/** Pods by label and the internet are asked for by name; a narrow block of addresses may be known by number. */
function isByName({ peers }: Rule): boolean {
  return peers === undefined || peers.some((peer) => peer.kind === 'pods' || (peer.kind === 'addresses' && peer.blocks.some(({ range }) => isWhole(range))));
}
