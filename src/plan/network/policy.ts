import type { Fields } from '../../cluster/read.ts';
import { portMap, type PortMap } from '../../engines/network/ports.ts';
import type { KubernetesObject } from '../../model/object.ts';
import type { Client } from './clients.ts';
import type { PodClass } from './pod-class.ts';

export const networking = 'networking.k8s.io';

/** Lets in nobody but these clients. */
export function ingressPolicy(name: string, namespace: string, { selector }: PodClass, clients: readonly Client[]): KubernetesObject {
  const rules = new Map<string, Fields>();
  for (const { peers, ports } of clients) {
    const rule = { ...(peers === undefined ? {} : { from: peers }), ...portsOf(portMap(ports)) };
    rules.set(JSON.stringify(rule), rule);
  }
  return policy(name, namespace, { podSelector: selector, policyTypes: ['Ingress'], ...(rules.size > 0 ? { ingress: [...rules.values()] } : {}) });
}

/** Lets pods send anywhere but to these addresses. @param server where the API server answers, which pods may ask all the same */
export function egressPolicy(name: string, namespace: string, selector: Fields, addresses: readonly string[], server: readonly Fields[] = []): KubernetesObject {
  const block = (cidr: string, width: number, own: readonly string[]): Fields => ({ ipBlock: { cidr, ...(own.length > 0 ? { except: own.map((each) => `${each}/${width}`) } : {}) } });
  const six = addresses.filter((each) => each.includes(':'));
  // Some plug-ins match no pod by a block of addresses.
  const anywhere: Fields = { to: [{ namespaceSelector: {} }, block('0.0.0.0/0', 32, addresses.filter((each) => !each.includes(':'))), block('::/0', 128, six)] };
  const asking: readonly Fields[] = server.length > 0 ? [{ to: server, ports: [443, 6443].map((port) => ({ protocol: 'TCP', port })) }] : [];
  return policy(name, namespace, { podSelector: selector, policyTypes: ['Egress'], egress: [anywhere, ...asking] });
}

function policy(name: string, namespace: string, spec: Fields): KubernetesObject {
  return { apiVersion: `${networking}/v1`, kind: 'NetworkPolicy', metadata: { name, ...(namespace === '' ? {} : { namespace }) }, spec };
}

function portsOf(map: PortMap): { readonly ports?: readonly Fields[] } {
  if (map === 'all') return {};
  return { ports: Object.entries(map).flatMap(([protocol, ranges]) => ranges.map(([port, endPort]): Fields => ({ protocol, port, ...(endPort === port ? {} : { endPort }) }))) };
}
