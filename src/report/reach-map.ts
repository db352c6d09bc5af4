import { printable, wrapped, type Screen } from './screen.ts';

/** The workloads of a cluster, their connections, and the doors from outside. Ends are `namespace/name[Kind]`, address ranges or the ingress controller. */
export interface ReachMap {
  readonly workloads: readonly string[];
  readonly lines: readonly { readonly from: string; readonly to: string; readonly ports: string }[];
  readonly doors: readonly { readonly to: string; readonly how: string; readonly door: string; readonly ports: string }[];
}

export const everyWorkload = 'every other workload';
const anyAddress = 'every address outside';
const whole = '0.0.0.0-255.255.255.255';
const range = /^\d+\.\d+\.\d+\.\d+-\d+\.\d+\.\d+\.\d+$/;

// Fewer are named one by one.
const fewSources = 3;

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

/** The connections with as few lines as say the same: what all others may do is one line, and so are the addresses of one answer. */
export function mapEdges({ workloads, lines }: ReachMap): readonly MapEdge[] {
  const byTarget = groups(lines.filter(({ from }) => !from.startsWith('{')), ({ to, ports }) => `${to}\n${ports}`);
  const edges: MapEdge[] = [];
  const left: MapEdge[] = [];
  for (const some of byTarget) {
    const [first] = some;
    if (!first) continue;
    const sources = some.filter(({ from }) => !range.test(from));
    const missing = range.test(first.to) ? [] : workloads.filter((workload) => workload !== first.to && !sources.some(({ from }) => from === workload));
    const most = !range.test(first.to) && sources.length > fewSources && missing.length <= workloads.length / 4;
    if (most) edges.push({ ...first, from: `${everyWorkload}${missing.length === 0 ? '' : ` but ${missing.join(', ')}`}` });
    else left.push(...sources);
    const addresses = some.map(({ from }) => from).filter((from) => range.test(from));
    if (addresses.length > 0) edges.push({ ...first, from: addressText(addresses) });
  }
  for (const some of groups(left.filter(({ to }) => range.test(to)), ({ from, ports }) => `${from}\n${ports}`)) {
    const [first] = some;
    if (first) edges.push({ ...first, to: addressText(some.map(({ to }) => to)) });
  }
  return [...edges, ...left.filter(({ to }) => !range.test(to))].toSorted((a, b) => compare(a.to, b.to) || compare(a.from, b.from) || compare(a.ports, b.ports));
}

function addressText(ranges: readonly string[]): string {
  return ranges.length === 1 && ranges[0] === whole ? anyAddress : `${ranges.length === 1 && single(ranges[0]) ? 'address' : 'addresses'} ${ranges.slice(0, 3).map((each) => single(each) ?? each).join(', ')}${ranges.length > 3 ? ` and ${ranges.length - 3} more ranges` : ''}`;
}

/** A range of one address, as that address. */
function single(addresses = ''): string | undefined {
  const [from, to] = addresses.split('-');
  return from === to ? from : undefined;
}

function groups<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const known = found.get(key(item));
    if (known) known.push(item);
    else found.set(key(item), [item]);
  }
  return [...found.values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Workload by workload: who reaches it, and what it reaches outside. */
export function mapText(map: ReachMap, screen: Screen): string {
  const edges = mapEdges(map);
  const row = (word: string, text: string): readonly string[] => wrapped(printable(text), screen.columns - 8).map((line, index) => `  ${(index === 0 ? word : '').padEnd(6)}${line}`);
  const parts = map.workloads.map((workload) => {
    const into = edges.filter(({ to }) => to === workload);
    const doors = uniqueDoors(map).filter(({ to }) => to === workload);
    const out = edges.filter(({ from, to }) => from === workload && !map.workloads.includes(to));
    return [
      printable(workload),
      ...doors.flatMap(({ how, door, ports }) => row('door', `${how} ${door} to ${ports}`)),
      ...groups(into, ({ ports }) => ports).flatMap((some) => row('from', `${some.map(({ from }) => from).join(', ')}: ${some[0]?.ports ?? ''}`)),
      ...(into.length + doors.length === 0 ? row('from', 'nobody') : []),
      ...out.flatMap(({ to, ports }) => row('to', `${to}: ${ports}`)),
    ].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

function uniqueDoors({ doors }: ReachMap): ReachMap['doors'] {
  return groups(doors, ({ to, how, door, ports }) => [to, how, door, ports].join('\n')).flatMap((some) => some.slice(0, 1));
}

/** Letters that Mermaid and HTML would act on become entities. */
function label(text: string): string {
  return `"${printable(text).replaceAll(/[&<>"#`|{}[\]()]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
}

/** A Mermaid flowchart, namespaces as boxes. */
export function mapMermaid(map: ReachMap): string {
  const ids = new Map(map.workloads.map((workload, index) => [workload, `w${index}`]));
  const others = new Map<string, string>();
  const id = (end: string): string => {
    const known = ids.get(end) ?? others.get(end) ?? `o${others.size}`;
    if (!ids.has(end)) others.set(end, known);
    return known;
  };
  const boxes = groups(map.workloads, namespaceOf).flatMap((some, index) => [
    `  subgraph n${index}[${label(namespaceOf(some[0] ?? ''))}]`, ...some.map((workload) => `    ${id(workload)}[${label(nameOf(workload))}]`), '  end',
  ]);
  const edges = [...uniqueDoors(map).map(({ to, how, door, ports }) => ({ from: 'internet', to, ports: `${how} ${door}, ${ports}` })), ...mapEdges(map)];
  const arrows = edges.map(({ from, to, ports }) => `  ${id(from)} -->|${label(ports)}| ${id(to)}`);
  return `flowchart LR\n${[...boxes, ...[...others].map(([end, name]) => `  ${name}([${label(end)}])`), ...arrows].join('\n')}\n`;
}

function namespaceOf(workload: string): string {
  return workload.slice(0, workload.indexOf('/'));
}

function nameOf(workload: string): string {
  return workload.slice(workload.indexOf('/') + 1);
}

const size = { row: 26, width: 300, gap: 220, margin: 20, head: 30 } as const;

/** A drawing: sources on the left, workloads on the right, an arrow for every line of the map. */
export function mapSvg(map: ReachMap): string {
  const edges = [...uniqueDoors(map).map(({ to, how, door, ports }) => ({ from: 'internet', to, ports: `${how} ${door}, ${ports}` })), ...mapEdges(map)];
  const sources = [...new Set(edges.map(({ from }) => from))].toSorted(compare);
  const targets = [...new Set([...map.workloads, ...edges.map(({ to }) => to)])];
  const right = size.margin + size.width + size.gap;
  const at = (list: readonly string[], end: string): number => size.head + list.indexOf(end) * size.row;
  const boxes = (list: readonly string[], x: number): readonly string[] => list.map((end) => `<rect x="${x}" y="${at(list, end)}" width="${size.width}" height="20" rx="3"/><text x="${x + 6}" y="${at(list, end) + 14}">${xml(short(end))}<title>${xml(end)}</title></text>`);
  const arrows = edges.map(({ from, to, ports }) => `<line class="${from === 'internet' ? 'in' : 'on'}" x1="${size.margin + size.width}" y1="${at(sources, from) + 10}" x2="${right - 4}" y2="${at(targets, to) + 10}" marker-end="url(#a)"><title>${xml(`${from} to ${to}: ${ports}`)}</title></line>`);
  const height = size.head + Math.max(sources.length, targets.length) * size.row + size.margin;
  const width = right + size.width + size.margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Which workload reaches which">`,
    '<style>rect{fill:#fff;stroke:#667}text{font:12px sans-serif;fill:#223}line{stroke-width:1}.on{stroke:#889}.in{stroke:#c33}</style>',
    '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#667"/></marker></defs>',
    `<text x="${size.margin}" y="18">from</text><text x="${right}" y="18">to</text>`,
    ...arrows, ...boxes(sources, size.margin), ...boxes(targets, right), '</svg>', '',
  ].join('\n');
}

const longestLabel = 44;

function short(text: string): string {
  return text.length <= longestLabel ? text : `${text.slice(0, longestLabel - 1)}…`;
}

function xml(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
