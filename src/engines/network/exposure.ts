import { entries, text } from '../../cluster/read.ts';
import { podTemplateOf } from '../../cluster/templates.ts';
import { gap, type Gap } from '../../model/gap.ts';
import { mentionsOf } from './classes.ts';
import { allowedPorts, type Selecting } from './decide.ts';
import type { Address } from './address.ts';
import { nodesToldApart } from './egress.ts';
import { workloadText, type AddressEnd, type End, type PodEnd } from './ends.ts';
import type { Enforcement } from './enforcement.ts';
import { empty, intersect, same, union, type Intervals } from './intervals.ts';
import { usualReading } from './match.ts';
import { everyPort, portMap, type PortMap } from './ports.ts';
import type { Ends } from './pods.ts';
import type { PolicyIndex } from './selecting.ts';
import type { WayIn } from './ways-in.ts';

/** A way in with what the policies make of it. */
export interface Exposed extends Omit<WayIn, 'ports'> {
  readonly ports: PortMap;
  /** `some`: only certain addresses outside get through, or only some of the ports. */
  readonly allowed: 'yes' | 'some' | 'no' | 'unknown';
  readonly enforced: Enforcement;
  readonly gaps: readonly Gap[];
}

export interface ExposureContext {
  readonly index: PolicyIndex;
  readonly ends: Ends;
  /** Who stands for a controller whose pods are not known. */
  readonly anybody: PodEnd;
  readonly gaps: (pod: PodEnd) => readonly Gap[];
  readonly enforced: Enforcement;
}

const firewallGap: Gap = gap('cloud', 'gap/outside-firewall', 'Does a firewall or a private network stand between the internet and the nodes and load balancers? No object of the cluster shows it.');
const nodeSeenGap: Gap = gap('node', 'gap/client-seen-as-node', 'As which node address does the pod see clients of this port? externalTrafficPolicy Cluster hides the client, so rules on client addresses do not decide.');
const controllerGap: Gap = gap('api', 'gap/ingress-controller-pods', 'In which pods does the ingress or gateway controller run? They are the clients that the policies see: kubectl get pods -A -o json');

// Images of controllers that people run under these names; their pods are the clients behind an Ingress, Route or Gateway.
const controllerImage = /(^|\/)(ingress-nginx\/controller|nginx-ingress(-controller)?|nginx-ic\/nginx-plus-ingress|traefik|haproxy-ingress|kubernetes-ingress|haproxytech\/kubernetes-ingress|contour|envoy|envoy-distroless|kong|proxyv2|openshift-router|haproxy-router|emissary)(:|@|$)/;

const proxyImage = /(^|\/)(envoy|envoy-distroless|proxyv2)(:|@|$)/;

/** Each way in, cut to the ports that the policies of its pod let through. */
export function exposureOf(ways: readonly WayIn[], context: ExposureContext): readonly Exposed[] {
  const clients = new Clients(context);
  const verdicts = new Map<PodEnd, Map<WayIn['seenAs'], Seen>>();
  return ways.map(({ ports, ...way }): Exposed => {
    const known = verdicts.get(way.pod) ?? new Map<WayIn['seenAs'], Seen>();
    verdicts.set(way.pod, known);
    const seen = known.get(way.seenAs) ?? clients.seenBy(way.pod, way.seenAs);
    known.set(way.seenAs, seen);
    const [all, some] = [intersect(ports, seen.all), intersect(ports, seen.some)];
    const open = same(all, ports) ? 'yes' : some.length > 0 ? 'some' : 'no';
    const unsure = (seen.gap !== undefined && open !== 'yes') || (way.unread !== undefined && open !== 'no');
    return {
      ...way, ports: portMap(open === 'no' ? ports : some), allowed: unsure ? 'unknown' : open, enforced: context.enforced,
      gaps: [...new Set([...(way.unread ? [way.unread] : []), ...(unsure && seen.gap && open !== 'yes' ? [seen.gap] : []), ...(way.narrowed === undefined || way.how === 'NodePort' ? [firewallGap] : []), ...context.gaps(way.pod)])],
    };
  });
}

/** Ports that every client of a sort gets through, and those that at least one does. */
interface Seen {
  readonly all: Intervals;
  readonly some: Intervals;
  readonly gap?: Gap;
}

interface Controller {
  readonly pod: PodEnd;
  readonly selecting: Selecting;
}

/** Who knocks: gathered once, and only for the sorts that are asked for. */
class Clients {
  readonly #context: ExposureContext;
  #addresses: Partial<Record<WayIn['seenAs'], readonly AddressEnd[]>> = {};
  #controllers: readonly Controller[] | undefined;

  constructor(context: ExposureContext) {
    this.#context = context;
  }

  seenBy(pod: PodEnd, seenAs: WayIn['seenAs']): Seen {
    const { index, anybody, ends } = this.#context;
    const selecting = index.of(pod, usualReading);
    const free = selecting.admin.length + selecting.baseline.length === 0 && selecting.namespace.every(({ ingress }) => ingress === undefined);
    const through = (end: End): Intervals => (free ? everyPort : allowedPorts('ingress', pod, end, selecting, usualReading));
    if (seenAs === 'controller') {
      const controllers = this.#controllersHere();
      const open = through(anybody);
      if (controllers.length === 0) return { all: open, some: open, gap: controllerGap };
      let known = empty;
      for (const each of controllers) {
        known = union(known, intersect(through(each.pod), allowedPorts('egress', each.pod, pod, each.selecting, usualReading)));
        if (same(known, everyPort)) break;
      }
      return { all: known, some: known };
    }
    const unseen = seenAs === 'node' && ends.nodes.length === 0 ? { gap: nodeSeenGap } : {};
    if (free) return { all: everyPort, some: everyPort, ...unseen };
    const each = this.#addressesOf(seenAs).map(through);
    return { all: each.reduce(intersect, everyPort), some: each.reduce(union, empty), ...unseen };
  }

  /** A load balancer has an address of its own in the network, which no object shows: whatever block lets somebody in may be for it. */
  #addressesOf(seenAs: WayIn['seenAs']): readonly AddressEnd[] {
    const { ends, index } = this.#context;
    return (this.#addresses[seenAs] ??= seenAs === 'balancer' ? placesIn(this.#context) : seenAs === 'client' || ends.nodes.length === 0 ? outsideEnds(this.#context) : nodesToldApart(ends.nodes, index.policies));
  }

  /** Controllers of one workload answer alike. */
  #controllersHere(): readonly Controller[] {
    const { ends, index } = this.#context;
    if (!this.#controllers) {
      const found = new Map<string, PodEnd>();
      // Pods of one template share their container lists.
      const known = new Map<unknown, boolean>();
      for (const pod of ends.pods) {
        if (pod.hostNetwork) continue;
        const containers = podTemplateOf(pod.object)?.spec['containers'];
        const runs = known.get(containers) ?? runsController(containers);
        known.set(containers, runs);
        const key = runs ? workloadText(pod.workload) : '';
        if (runs && !found.has(key)) found.set(key, pod);
      }
      this.#controllers = [...found.values()].map((pod) => ({ pod, selecting: index.of(pod, usualReading) }));
    }
    return this.#controllers;
  }
}

/** Addresses of the internet, one for each part that the policies tell apart. */
function outsideEnds(context: ExposureContext): readonly AddressEnd[] {
  return placesIn(context).filter(({ address }) => isPublic(address));
}

const places = new WeakMap<ExposureContext, readonly AddressEnd[]>();

/** One address for each part of the address space that the policies tell apart, of both families, without pods and nodes. */
function placesIn(context: ExposureContext): readonly AddressEnd[] {
  let ends = places.get(context);
  if (!ends) places.set(context, (ends = partsOf(context)));
  return ends;
}

function partsOf({ index, ends }: ExposureContext): readonly AddressEnd[] {
  const found = new Map<string, Address>([['4:0', { family: 4, value: 0x08080808n }], ['6:0', { family: 6, value: 0x20014860n << 96n }]]);
  for (const { range, except } of mentionsOf(index.policies).blocks) {
    for (const each of [range, ...except]) {
      found.set(`${each.family}:${each.from}`, { family: each.family, value: each.from });
      found.set(`${each.family}:${each.to + 1n}`, { family: each.family, value: each.to + 1n });
    }
  }
  const taken = new Set([...ends.pods, ...ends.nodes].flatMap(({ addresses }) => addresses.map(({ family, value }) => `${family}:${value}`)));
  return [...found].filter(([key, { family, value }]) => !taken.has(key) && value < 1n << (family === 4 ? 32n : 128n)).map(([, address]): AddressEnd => ({ kind: 'address', address }));
}

const privateIpv4: readonly (readonly [number, number])[] = [[0x00000000, 8], [0x0a000000, 8], [0x64400000, 10], [0x7f000000, 8], [0xa9fe0000, 16], [0xac100000, 12], [0xc0a80000, 16], [0xe0000000, 3]];

/** Addresses that the internet routes: an attacker there has one of them. */
function isPublic({ family, value }: Address): boolean {
  if (family === 6) return value >> 125n === 1n;
  return !privateIpv4.some(([base, bits]) => Number(value >> BigInt(32 - bits)) === Math.floor(base / 2 ** (32 - bits)));
}

/** Whether a pod leads what comes by Ingress, Route or Gateway. */
export function isController({ object, hostNetwork }: PodEnd): boolean {
  return !hostNetwork && runsController(podTemplateOf(object)?.spec['containers']);
}

/** A proxy that a mesh puts beside the containers of a pod makes no controller of it. */
function runsController(containers: unknown): boolean {
  const images = entries(containers).map(({ value }) => text(value['image']) ?? '');
  const some = images.filter((image) => controllerImage.test(image));
  return some.length > 0 && (some.length === images.length || some.some((image) => !proxyImage.test(image)));
}
