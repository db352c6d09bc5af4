import { trustRanks, type TrustRank, type Zone, type ZoneItem } from '../model/zone.ts';

/** What a zone shows in its column, from the top row down. */
export interface DrawnZone {
  readonly zone: Zone;
  readonly row: number;
  readonly items: readonly ZoneItem[];
  /** How many of its things are only counted. */
  readonly more: number;
  readonly morePresent: number;
}

export interface Column {
  readonly rank: TrustRank;
  readonly title: string;
  readonly under: string;
  readonly zones: readonly DrawnZone[];
  readonly rows: number;
}

/** A column has so many rows: a head for each zone, its items, and a row between zones. */
export const mostRows = 20;
const least = 4;

const titles: Readonly<Record<TrustRank, string>> = { outside: 'Outside', edge: 'Edge', workloads: 'Workload namespaces', platform: 'Platform namespaces', nodes: 'Nodes', 'api-server': 'API server', 'control-plane': 'Control plane', cloud: 'Cloud' };
const unders: Readonly<Partial<Record<TrustRank, string>>> = { outside: 'nobody is trusted', edge: 'what strangers reach', 'api-server': 'the only door', 'control-plane': 'everything rests on it', cloud: 'under everything' };

/** The columns of trust: position means trust and never moves between scans. */
export function columnsOf(zones: readonly Zone[]): readonly Column[] {
  return trustRanks.map((rank) => {
    const own = zones.filter((zone) => zone.rank === rank);
    const drawn = fitted(own);
    const last = drawn.at(-1);
    return { rank, title: titles[rank], under: unders[rank] ?? counted(own, rank), zones: drawn, rows: last ? last.row + heightOf(last.items.length, last.more) : 0 };
  });
}

function counted(zones: readonly Zone[], rank: TrustRank): string {
  if (rank === 'nodes') return zones.some(({ unread }) => unread) ? 'not read' : plural(zones.length, 'node or pool', 'nodes or pools');
  const folded = zones.map(({ name }) => Number(/^(\d+) more namespaces$/.exec(name)?.[1] ?? 1)).reduce((sum, each) => sum + each, 0);
  const things = zones.reduce((sum, { items, more }) => sum + items.length + more.count, 0);
  return zones.length === 0 ? 'none seen' : `${plural(folded, 'namespace')}, ${plural(things, 'workload')}`;
}

function plural(count: number, one: string, more: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}

function heightOf(items: number, more: number): number {
  return 1 + items + (more > 0 ? 1 : 0);
}

/**
 * Zones with as many of their items as the column has rows for. They come gravest first: as many as fit with one item each are
 * kept, the rows that are left go to the items with the most threats, and what is left out is counted.
 */
function fitted(zones: readonly Zone[]): readonly DrawnZone[] {
  const whole = zones.reduce((sum, zone) => sum + heightOf(zone.items.length, zone.more.count) + 1, -1);
  const folds = whole > mostRows && zones.length > Math.floor((mostRows + 1) / least);
  const kept = folds ? zones.slice(0, Math.floor((mostRows - 2) / least)) : zones;
  const shown = new Map(kept.map((zone) => [zone, whole <= mostRows ? zone.items.length : Math.min(1, zone.items.length)]));
  const rest = folds ? [foldOf(zones.slice(kept.length))] : [];
  const used = (): number => [...kept, ...rest].reduce((sum, zone) => sum + heightOf(shown.get(zone) ?? 0, moreOf(zone, shown.get(zone) ?? 0)) + 1, -1);
  for (let rows = used(); rows < mostRows; rows = used()) {
    const [next] = kept.filter((zone) => (shown.get(zone) ?? 0) < zone.items.length).toSorted((a, b) => nextWeight(b, shown) - nextWeight(a, shown));
    if (!next) break;
    shown.set(next, (shown.get(next) ?? 0) + 1);
  }
  let row = 0;
  return [...kept, ...rest].map((zone) => {
    const items = zone.items.slice(0, shown.get(zone) ?? 0);
    const left = zone.items.slice(items.length);
    const drawn = { zone, row, items, more: moreOf(zone, items.length), morePresent: new Set([...left.flatMap(({ marks }) => marks.present), ...zone.more.marks.present]).size };
    row += heightOf(items.length, drawn.more) + 1;
    return drawn;
  });
}

function moreOf({ items, more }: Zone, shown: number): number {
  return items.length - shown + more.count;
}

function nextWeight(zone: Zone, shown: ReadonlyMap<Zone, number>): number {
  const item = zone.items[shown.get(zone) ?? 0];
  return item ? item.marks.present.length * 10 + (item.goal ? 5 : 0) + item.marks.unknown : -1;
}

function foldOf(zones: readonly Zone[]): Zone {
  const [first] = zones;
  const things = zones.reduce((sum, { items, more }) => sum + items.length + more.count, 0);
  const spaces = zones.map(({ name }) => Number(/^(\d+) more namespaces$/.exec(name)?.[1] ?? 1)).reduce((sum, each) => sum + each, 0);
  const present = [...new Set(zones.flatMap(({ items, more, marks }) => [...marks.present, ...more.marks.present, ...items.flatMap((item) => item.marks.present)]))];
  return { id: `zone/folded/${first?.rank ?? ''}`, rank: first?.rank ?? 'workloads', name: `${spaces} more`, note: '', weak: false, unread: false, items: [], more: { count: things, marks: { present, unknown: 0 } }, marks: { present: [], unknown: 0 } };
}
