import { empty, intersect, same, union, type Intervals } from './intervals.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
export const lastPort = 65535;

// One axis for all protocols: no range can run from one protocol into the next, because port 0 of each stays free.
const step = 65536;

/** Every port of every protocol. */
export const everyPort: Intervals = [1, lastPort, step + 1, step + lastPort, 2 * step + 1, 2 * step + lastPort];

/** Ports `from` to `to` of a protocol; nothing where the range is upside down. */
export function portsOf(protocol: Protocol, from = 1, to: number = lastPort): Intervals {
  const [low, high] = [Math.max(1, from), Math.min(lastPort, to)];
  const base = protocols.indexOf(protocol) * step;
  return low <= high ? [base + low, base + high] : empty;
}

export function isProtocol(value: unknown): value is Protocol {
  return value === 'TCP' || value === 'UDP' || value === 'SCTP';
}

/** A port that is named: which number it means, the destination pod says. Without a protocol the container port's own counts. */
export interface NamedPort {
  readonly name: string;
  readonly protocol?: Protocol;
}

/** The ports of one rule: numbers that are the same everywhere, and names that each destination resolves for itself. */
export interface RulePorts {
  readonly fixed: Intervals;
  readonly named: readonly NamedPort[];
}

export const everyRulePort: RulePorts = { fixed: everyPort, named: [] };

/** A container port with a name. */
export interface ContainerPort {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** The ports of a rule on one destination; an address outside has no names. */
export function resolvePorts({ fixed, named }: RulePorts, containerPorts: readonly ContainerPort[]): Intervals {
  let set = fixed;
  for (const { name, protocol } of named) {
    for (const port of containerPorts) {
      if (port.name === name && (protocol === undefined || port.protocol === protocol)) set = union(set, portsOf(port.protocol, port.port, port.port));
    }
  }
  return set;
}

/** Ports as a person or a test reads them: `all`, or ranges by protocol. */
export type PortMap = 'all' | Readonly<Partial<Record<Protocol, readonly (readonly [number, number])[]>>>;

export function portMap(set: Intervals): PortMap {
  if (same(set, everyPort)) return 'all';
  const map: Partial<Record<Protocol, readonly (readonly [number, number])[]>> = {};
  protocols.forEach((protocol, index) => {
    const own = intersect(set, portsOf(protocol));
    if (own.length === 0) return;
    map[protocol] = Array.from({ length: own.length / 2 }, (_, each): readonly [number, number] => [(own[each * 2] ?? 0) - index * step, (own[each * 2 + 1] ?? 0) - index * step]);
  });
  return map;
}

/** `TCP 80, 443-445; UDP 53`, `all ports`. */
export function portText(map: PortMap): string {
  if (map === 'all') return 'all ports';
  const parts = protocols.flatMap((protocol) => {
    const ranges = map[protocol];
    if (!ranges) return [];
    const whole = ranges.some(([from, to]) => from === 1 && to === lastPort);
    return [`${protocol}${whole ? ' all ports' : ` ${ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(', ')}`}`];
  });
  return parts.join('; ');
}
