import { decide, type Decider, type Selecting } from './decide.ts';
import { mentionsOf } from './classes.ts';
import type { AddressEnd, NodeEnd, PodEnd } from './ends.ts';
import { inBlock, usualReading } from './match.ts';
import type { AddressBlock, Policy } from './policy.ts';
import { portsOf, type Protocol } from './ports.ts';
import type { Governing, Network } from './index.ts';

/** Where pods may want to go outside the pod network: a port at one of these addresses. */
export interface Destination {
  readonly protocol: Protocol;
  readonly port: number;
  /** Undefined where they are not known: then what holds for every address decides. */
  readonly addresses?: readonly AddressEnd[];
}

export interface Reach {
  /** Undefined where the addresses are not known and decide. */
  readonly allowed: boolean | undefined;
  /** Whether a policy decided; else nothing speaks of it, which allows. */
  readonly held: boolean;
  readonly deciders: readonly Decider[];
  /** Decided by policies of administrators, which few network plug-ins carry out. */
  readonly byAdmin: boolean;
}

const open: Reach = { allowed: true, held: false, deciders: [], byAdmin: false };

/** What pods may send to addresses, asked once for all pods that the same policies select. */
export class Egress {
  readonly #network: Network;
  readonly #known = new Map<Destination, Map<Governing, Reach>>();

  constructor(network: Network) {
    this.#network = network;
  }

  to(pod: PodEnd, destination: Destination): Reach {
    const governing = this.#network.governingSent(pod);
    const known = this.#known.get(destination) ?? new Map<Governing, Reach>();
    this.#known.set(destination, known);
    let reach = known.get(governing);
    if (!reach) known.set(governing, (reach = reachOf(pod, governing, destination)));
    return reach;
  }
}

function reachOf(pod: PodEnd, { selecting, hostNetwork }: Governing, { protocol, port, addresses }: Destination): Reach {
  const at = portsOf(protocol, port, port)[0] ?? 0;
  if (hostNetwork || !speaksOfEgress(selecting)) return open;
  const answers = (addresses ?? placesOf(selecting)).map((other) => decide({ direction: 'egress', self: pod, other, port: at }, selecting, usualReading));
  const [allowing, denying] = [answers.find(({ allowed }) => allowed), answers.find(({ allowed }) => !allowed)];
  const shown = allowing ?? denying;
  if (!shown) return open;
  const held = shown.tier !== 'default';
  const byAdmin = shown.tier === 'admin' || shown.tier === 'baseline';
  const unsure = addresses === undefined && ((allowing && denying) || namesNodes(selecting));
  if (unsure) return { allowed: undefined, held, deciders: shown.decidedBy, byAdmin };
  return { allowed: shown.allowed, held, deciders: shown.decidedBy, byAdmin };
}

function speaksOfEgress({ admin, namespace, baseline }: Selecting): boolean {
  return admin.length > 0 || baseline.length > 0 || namespace.some(({ egress }) => egress !== undefined);
}

/** One IPv4 address for each part of the address space that these policies tell apart, where a machine can have its own. */
function placesOf({ admin, namespace, baseline }: Selecting): readonly AddressEnd[] {
  const values = new Set<bigint>([0x0a000001n]);
  for (const { range, except } of blocksOf([...admin, ...namespace, ...baseline])) {
    for (const each of [range, ...except]) if (each.family === 4) values.add(each.from).add(each.to + 1n);
  }
  return [...values].filter((value) => isMachine(value)).map((value): AddressEnd => ({ kind: 'address', address: { family: 4, value } }));
}

function blocksOf(policies: Selecting['namespace']): readonly AddressBlock[] {
  return policies.flatMap(({ egress }) => (egress ?? []).flatMap(({ peers }) => (peers ?? []).flatMap((peer) => (peer.kind === 'addresses' ? peer.blocks : []))));
}

function namesNodes({ admin, baseline }: Selecting): boolean {
  return [...admin, ...baseline].some(({ egress }) => egress?.some(({ peers }) => peers?.some(({ kind }) => kind === 'nodes')));
}

/** Not this network, loopback, link-local or multicast. */
function isMachine(value: bigint): boolean {
  const first = Number(value >> 24n);
  return first > 0 && first !== 127 && first < 224 && value >> 16n !== 0xa9fen;
}

/** The addresses of nodes, one of those that the blocks of no policy tell apart; nodes that policies name stay apart. */
export function nodesToldApart(nodes: readonly NodeEnd[], policies: Iterable<Policy>): readonly AddressEnd[] {
  const { blocks, nodes: named } = mentionsOf(policies);
  const found = new Map<string, AddressEnd>();
  for (const node of nodes) {
    for (const address of node.addresses) {
      const key = `${address.family}${blocks.map((block) => (inBlock(block, address) ? 1 : 0)).join('')}${named ? node.name : ''}`;
      if (!found.has(key)) found.set(key, { kind: 'address', address, node });
    }
  }
  return [...found.values()];
}
