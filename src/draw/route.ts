import type { DrawnZone } from './columns.ts';
import { html, type Markup } from './markup.ts';

/** A path as the picture needs it: where it starts, then what each step gives, as ends are written (`pod:shop/cart`). */
export interface DrawnPath {
  readonly ends: readonly string[];
  /** Of each step the number that it is told by; null for what costs no step. */
  readonly numbers: readonly (string | null)[];
  readonly certain: boolean;
}

export interface PlacedZone {
  readonly drawn: DrawnZone;
  /** Index of the column. */
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The box of an item or of the head of a zone. */
interface Stop {
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** The gap above its row, in which lines run. */
  readonly gap: number;
}

interface Grid {
  readonly pitch: number;
  readonly gutter: number;
}

/** A line from stop to stop: out of the box, down a gutter, along the gap above the target's row, in. It never covers text. */
export function route(path: DrawnPath, index: number, zones: readonly PlacedZone[], grid: Grid): Markup {
  const stops: { readonly stop: Stop; numbers: string[] }[] = [];
  for (const [at, end] of path.ends.entries()) {
    const stop = stopOf(end, zones, grid);
    const number = at === 0 ? undefined : path.numbers[at - 1];
    const last = stops.at(-1);
    if (!stop) continue;
    if (last && last.stop.x === stop.x && last.stop.y === stop.y) last.numbers.push(...(number === undefined || number === null ? [] : [number]));
    else stops.push({ stop, numbers: number === undefined || number === null ? [] : [number] });
  }
  const [first] = stops;
  if (!first || stops.length < 2) return html``;
  const legs = stops.slice(1).map(({ stop }, leg) => legOf(stops[leg]?.stop ?? stop, stop, leg, grid));
  return html`<g class="pp p${String(index)}${path.certain ? '' : ' und'}">${stops.map(({ stop }) => html`<rect class="on" x="${String(stop.x)}" y="${String(stop.y)}" width="${String(stop.width)}" height="18"/>`)}<path class="l" d="${legs.map(({ line }) => line).join('')}"/><circle class="s0" cx="${String(first.stop.x)}" cy="${String(first.stop.y + 9)}" r="5"/>${stops.slice(1).map(({ stop, numbers }, leg) => pill(numbers, legs[leg]?.left === false ? stop.x + stop.width : stop.x, stop.y + 9, legs[leg]?.left !== false))}</g>`;
}

/** The numbers of the steps that end there, outside of the box: what costs no step has a dot. */
function pill(numbers: readonly string[], edge: number, y: number, left: boolean): Markup {
  if (numbers.length === 0) return html`<circle class="s0" cx="${String(edge)}" cy="${String(y)}" r="4"/>`;
  const text = numbers.length > 2 ? `${numbers[0]}–${numbers.at(-1)}` : numbers.join(' ');
  const width = Math.max(15, text.length * 6 + 8);
  const x = left ? edge - width / 2 + 3 : edge + width / 2 - 3;
  return html`<rect class="pl" x="${String(x - width / 2)}" y="${String(y - 7.5)}" width="${String(width)}" height="15" rx="7.5"/><text class="pn" x="${String(x)}" y="${String(y + 4)}">${text}</text>`;
}

function legOf(from: Stop, to: Stop, leg: number, { gutter }: Grid): { readonly line: string; readonly left: boolean } {
  const shift = leg % 2 === 0 ? -5 : 5;
  const [fromY, toY] = [from.y + 9, to.y + 9];
  if (to.column > from.column) {
    const [out, into] = [from.x + from.width, to.x];
    const [first, last] = [right(from) + gutter / 2 + shift, to.x - inset - gutter / 2 + shift];
    return { line: `M${out} ${fromY}H${first}V${to.column === from.column + 1 ? toY : `${to.gap}H${last}V${toY}`}H${into}`, left: true };
  }
  if (to.column < from.column) {
    const [first, last] = [from.x - inset - gutter / 2 + shift, right(to) + gutter / 2 + shift];
    return { line: `M${from.x} ${fromY}H${first}V${to.column === from.column - 1 ? toY : `${to.gap}H${last}V${toY}`}H${to.x + to.width}`, left: false };
  }
  return { line: `M${from.x} ${fromY}H${from.x - inset - gutter / 2 + shift}V${toY}H${to.x}`, left: true };
}

// Items stand a little inside of their zone.
const inset = 5;

function right({ x, width }: Stop): number {
  return x + width + inset;
}

function stopOf(end: string, zones: readonly PlacedZone[], grid: Grid): Stop | undefined {
  const kind = end.split(':')[0] ?? '';
  const rest = end.slice(kind.length + 1);
  const [namespace = '', name = ''] = rest.split('/');
  const zone = (id: string): PlacedZone | undefined => zones.find(({ drawn }) => drawn.zone.id === id);
  const item = (id: string, test: (name: string) => boolean): Stop | undefined => {
    const found = zone(id);
    const index = found ? found.drawn.items.findIndex((each) => test(each.name)) : -1;
    return found && index >= 0 ? boxOf(found, index, grid) : undefined;
  };
  const head = (id: string): Stop | undefined => {
    const found = zone(id);
    return found && boxOf(found, -1, grid);
  };
  const inNamespace = `zone/namespace/${namespace}`;
  switch (kind) {
    case 'internet':
      return item('zone/internet', () => true);
    case 'container':
    case 'pod':
      return item(inNamespace, (each) => each === name) ?? head(inNamespace);
    case 'serviceaccount':
      return item(inNamespace, (each) => each === name || each === `${name}-controller`) ?? item('zone/identities', (each) => each === name) ?? head(inNamespace);
    case 'user':
    case 'group':
      return item('zone/people', (each) => each === rest) ?? head('zone/people');
    case 'node':
      return head(`zone/node/${rest}`) ?? firstNode();
    case 'node-root':
      return firstNode();
    case 'cluster-admin':
      return item('zone/identities', (each) => each === 'cluster-admin');
    case 'all-secrets':
    case 'secret':
      return item('zone/data', (each) => each === 'all Secrets');
    case 'etcd':
      return item('zone/data', (each) => each.startsWith('etcd'));
    case 'cloud':
      return item('zone/cloud', () => true);
    case 'image':
    case 'registry':
      return item('zone/supply-chain', (each) => rest.startsWith(each)) ?? head('zone/supply-chain');
    default:
      return undefined;
  }

  function firstNode(): Stop | undefined {
    const found = zones.find(({ drawn }) => drawn.zone.rank === 'nodes');
    return found && boxOf(found, -1, grid);
  }
}

/** Of item `index`, or of the head of the zone where it is -1. */
function boxOf({ column, x, y, width }: PlacedZone, index: number, { pitch }: Grid): Stop {
  if (index < 0) return { column, x: x + inset, y: y + 1, width: width - 2 * inset, gap: y - 10 };
  const top = y + pitch * (index + 1);
  return { column, x: x + inset, y: top, width: width - 2 * inset, gap: top - 2 };
}
