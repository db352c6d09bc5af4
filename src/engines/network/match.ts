import { matchesSelector, type Selector } from '../../lang/selector.ts';
import { contains, isLinkLocal, isWhole, type Address, type Family } from './address.ts';
import type { End, PodEnd } from './ends.ts';
import type { AddressBlock, Peer, PodSet, Rule } from './policy.ts';
import { everyPort } from './ports.ts';

/** How the two readings that Kubernetes leaves open are taken. */
export interface Reading {
  /**
   * Whether an address block matches the pods whose address lies in it. Kubernetes' own end-to-end tests expect it; its
   * documentation means blocks for addresses outside. Cilium and np-guard never match pods by a block.
   */
  readonly ipBlockCoversPods: boolean;
  /** `as-nodes`: no policy isolates them and as peers they are their node. `as-pods`: like any other pod. */
  readonly hostNetwork: 'as-nodes' | 'as-pods';
}

export const usualReading: Reading = { ipBlockCoversPods: true, hostNetwork: 'as-nodes' };

export function isNodeLike(end: PodEnd, reading: Reading): boolean {
  return end.hostNetwork && reading.hostNetwork === 'as-nodes';
}

/** Whether the other end is the node that a pod runs on, or a pod that looks like that node: the kubelet's probes come from there. */
export function isOwnNode(self: End, other: End): boolean {
  if (self.kind !== 'pod' || isNodeLike(self, usualReading)) return false;
  return self.node !== undefined && other.node === self.node && (other.kind === 'address' || isNodeLike(other, usualReading));
}

/** Whether a policy can isolate this pod at all and does select it. */
export function selects(set: PodSet, pod: PodEnd, reading: Reading): boolean {
  return !isNodeLike(pod, reading) && inSet(set, pod);
}

function inSet({ namespace, namespaces, pods }: PodSet, pod: PodEnd): boolean {
  if (namespace !== undefined && namespace !== pod.namespace.name) return false;
  return holds(pods, pod.labels) && holds(namespaces, pod.namespace.labels);
}

function holds(selector: Selector, labels: PodEnd['labels']): boolean {
  return (selector.requirements.length === 0 && !selector.nothing) || matchesSelector(selector, labels);
}

/** Whether any of the peers is that end, its addresses of one family only where one is given. Undefined peers are everybody. */
export function matchesPeers(peers: readonly Peer[] | undefined, end: End, reading: Reading, family?: Family): boolean {
  return peers === undefined || peers.some((peer) => matchesPeer(peer, end, reading, family));
}

/** A rule without peers, or with a block of every address of a family, and without ports. */
export function letsEverythingThrough({ peers, ports }: Pick<Rule, 'peers' | 'ports'>): boolean {
  return ports.fixed === everyPort && (peers === undefined || peers.some((peer) => peer.kind === 'addresses' && peer.blocks.some(({ range, except }) => except.length === 0 && isWhole(range))));
}

function matchesPeer(peer: Peer, end: End, reading: Reading, family: Family | undefined): boolean {
  switch (peer.kind) {
    case 'pods':
      return end.kind === 'pod' && selects(peer.set, end, reading);
    case 'addresses':
      return inBlocks(peer.blocks, end, reading, family);
    case 'nodes':
      return end.node !== undefined && (end.kind === 'address' || isNodeLike(end, reading)) && matchesSelector(peer.selector, end.node.labels);
    case 'domains':
    case 'unknown':
      return false;
  }
}

function inBlocks(blocks: readonly AddressBlock[], end: End, reading: Reading, family: Family | undefined): boolean {
  if (end.kind === 'address') return blocks.some((block) => inBlock(block, end.address));
  if (!reading.ipBlockCoversPods && !isNodeLike(end, reading)) return false;
  const addresses = addressesOf(end, reading);
  // A pod without a known address has one all the same, so a block of every address has it.
  if (addresses.length === 0) return family !== 6 && blocks.some(({ range, except }) => except.every(isLinkLocal) && range.family === 4 && isWhole(range));
  return addresses.some((address) => (family === undefined || address.family === family) && blocks.some((block) => inBlock(block, address)));
}

/** The addresses that the other end sees. */
export function addressesOf(end: PodEnd, reading: Reading): readonly Address[] {
  if (end.addresses.length > 0 || !isNodeLike(end, reading)) return end.addresses;
  return end.node?.addresses ?? [];
}

export function inBlock({ range, except }: AddressBlock, address: Address): boolean {
  return contains(range, address) && !except.some((cut) => contains(cut, address));
}

/** Whether a block cannot be decided for this end, because its address is not known. */
export function isUndecided(peers: readonly Peer[] | undefined, end: End, reading: Reading): boolean {
  if (peers === undefined || end.kind !== 'pod' || addressesOf(end, reading).length > 0) return false;
  if (!reading.ipBlockCoversPods && !isNodeLike(end, reading)) return false;
  return peers.some((peer) => peer.kind === 'addresses' && peer.blocks.length > 0) && !matchesPeers(peers, end, reading);
}
