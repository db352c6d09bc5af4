import type { Labels, Selector } from '../../lang/selector.ts';
import type { PodEnd } from './ends.ts';
import { addressesOf, inBlock, isNodeLike, type Reading } from './match.ts';
import type { AddressBlock, Direction, Policy, PodSet } from './policy.ts';

/** Pods that no policy tells apart. */
export interface PodClass {
  readonly id: number;
  /** One of them; all others answer alike. */
  readonly pod: PodEnd;
  readonly pods: readonly PodEnd[];
}

/** What selectors, ports and blocks mention: the only things that can tell two pods of one namespace apart. */
export interface Mentions {
  /** Keys that matter in every namespace, and those that matter in one. */
  readonly everywhere: ReadonlySet<string>;
  readonly within: ReadonlyMap<string, ReadonlySet<string>>;
  readonly portNames: ReadonlySet<string>;
  readonly blocks: readonly AddressBlock[];
  readonly nodes: boolean;
}

const directions: readonly Direction[] = ['ingress', 'egress'];

export function mentionsOf(policies: Iterable<Policy>): Mentions {
  const everywhere = new Set<string>();
  const within = new Map<string, Set<string>>();
  const portNames = new Set<string>();
  const blocks = new Map<string, AddressBlock>();
  let nodes = false;
  const keys = ({ namespace, pods }: PodSet): void => {
    let into = everywhere;
    if (namespace !== undefined) {
      into = within.get(namespace) ?? new Set();
      within.set(namespace, into);
    }
    addKeys(into, pods);
  };
  for (const policy of policies) {
    keys(policy.subject);
    for (const rule of directions.flatMap((direction) => policy[direction] ?? [])) {
      for (const { name } of rule.ports.named) portNames.add(name);
      for (const peer of rule.peers ?? []) {
        if (peer.kind === 'pods') keys(peer.set);
        else if (peer.kind === 'addresses') for (const block of peer.blocks) blocks.set(blockKey(block), block);
        else if (peer.kind === 'nodes') nodes = true;
      }
    }
  }
  return { everywhere, within, portNames, blocks: [...blocks.values()], nodes };
}

function addKeys(into: Set<string>, { requirements }: Selector): void {
  for (const { key } of requirements) into.add(key);
}

function blockKey({ range, except }: AddressBlock): string {
  return [range, ...except].map(({ family, from, to }) => `${family}:${from}-${to}`).join('!');
}

/** The classes of these pods, in the order in which their first pods stand. */
export function classesOf(pods: readonly PodEnd[], mentions: Mentions, reading: Reading): readonly PodClass[] {
  const byKey = new Map<string, PodEnd[]>();
  const keysOf = new Map<string, readonly string[]>();
  for (const pod of pods) {
    let keys = keysOf.get(pod.namespace.name);
    if (!keys) keysOf.set(pod.namespace.name, (keys = [...new Set([...mentions.everywhere, ...(mentions.within.get(pod.namespace.name) ?? [])])]));
    const key = `${pod.namespace.name}\n${labelKey(pod.labels, keys)}${portKey(pod, mentions)}${placeKey(pod, mentions, reading)}`;
    const members = byKey.get(key);
    if (members) members.push(pod);
    else byKey.set(key, [pod]);
  }
  return [...byKey.values()].flatMap((members, id) => (members[0] ? [{ id, pod: members[0], pods: members }] : []));
}

function labelKey(labels: Labels, keys: readonly string[]): string {
  let text = '';
  for (const key of keys) text += Object.hasOwn(labels, key) ? `=${labels[key]}\n` : '-\n';
  return text;
}

function portKey({ ports }: PodEnd, { portNames }: Mentions): string {
  let text = '';
  for (const { name, protocol, port } of ports) if (portNames.has(name)) text += `${name}/${protocol}/${port}\n`;
  return text;
}

function placeKey(pod: PodEnd, { blocks, nodes }: Mentions, reading: Reading): string {
  const nodeLike = isNodeLike(pod, reading);
  const place = nodeLike ? `node ${nodes ? (pod.node?.name ?? '') : ''}` : '';
  if (blocks.length === 0 || (!reading.ipBlockCoversPods && !nodeLike)) return place;
  const addresses = addressesOf(pod, reading);
  if (addresses.length === 0) return `${place}?`;
  let text = place;
  for (const address of addresses) {
    text += address.family;
    for (const block of blocks) text += inBlock(block, address) ? '1' : '0';
  }
  return text;
}
