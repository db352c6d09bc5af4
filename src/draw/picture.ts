import type { Assessment } from '../model/assessment.ts';
import { trustRanks, type Marks, type TrustRank, type ZoneItem } from '../model/zone.ts';
import { columnsOf, type Column, type DrawnZone } from './columns.ts';
import { flowsOf, type Flow } from './flows.ts';
import { route, type DrawnPath, type PlacedZone } from './route.ts';
import { html, numbered, type Markup } from './markup.ts';

/** Where the page says more of a thing; undefined where it does not. */
export type LinkOf = (item: Pick<ZoneItem, 'object' | 'marks'>) => string | undefined;

const pitch = 22;
const gutter = 34;
const top = 64;
const widths = [134, 158, 186, 186, 140, 160, 164, 128];
const lane = 19;
const letter = 6.2;
const boldLetter = 6.9;
const noteLetter = 5.7;

interface Placed {
  readonly column: Column;
  readonly x: number;
  readonly width: number;
}

/** The cluster by trust: zones and what stands in them, boundaries, flows. The same cluster gives the same bytes. */
export function clusterPicture(assessment: Assessment, linkOf: LinkOf, paths: readonly DrawnPath[] = []): Markup {
  const columns = columnsOf(assessment.picture.zones);
  let x = 1;
  const placed = columns.map((column, index): Placed => {
    const width = widths[index] ?? 140;
    const at = x;
    x += width + gutter;
    return { column, x: at, width };
  });
  const width = x - gutter + 1;
  const zonesEnd = top + Math.max(4, ...columns.map(({ rows }) => rows)) * pitch + 8;
  const flows = flowsOf(assessment);
  const height = zonesEnd + 34 + flows.length * lane;
  const zones = placed.flatMap(({ column, x: at, width: room }, index) => column.zones.map((drawn): PlacedZone => ({ drawn, column: index, x: at, y: top + drawn.row * pitch, width: room })));
  return html`<svg class="pic" viewBox="0 0 ${String(width)} ${String(height)}" role="group" aria-label="The cluster by trust: zones, boundaries and flows. The tables below say the same.">${placed.map((each, index) => heading(each, index))}${placed.slice(1).map((each) => boundary(each.x - gutter / 2, zonesEnd, height))}${placed.flatMap(({ column, x: at, width: room }) => column.zones.map((zone) => zoneBox(zone, at, room, linkOf)))}<text class="cT" x="1" y="${String(zonesEnd + 18)}">Data flows</text>${flows.map((flow, index) => flowLane(flow, zonesEnd + 38 + index * lane, placed, width))}${paths.map((path, index) => route(path, index + 1, zones, { pitch, gutter }))}</svg>`;
}

function heading({ column, x, width }: Placed, index: number): Markup {
  const rise = 2 + index * 2;
  return html`<text class="cT" x="${String(x)}" y="12">${column.title}</text><text class="cS" x="${String(x)}" y="27">${fit(column.under, width + gutter / 2)}</text><rect class="sl" x="${String(x - (index === 0 ? 0 : gutter / 2))}" y="${String(52 - rise)}" width="${String(width + (index === 0 ? gutter / 2 : index === widths.length - 1 ? gutter / 2 : gutter))}" height="${String(rise)}"/>`;
}

/** A line whose hachures fall towards the side that is trusted less; down to the flows it is a hairline. */
function boundary(x: number, end: number, height: number): Markup {
  const lines = Array.from({ length: Math.floor((end - 34) / 5) }, (_, index) => `M${x} ${36 + index * 5}h-5`).join('');
  return html`<path class="b" d="M${String(x)} 34V${String(end)}${lines}"/><path class="b2" d="M${String(x)} ${String(end)}V${String(height)}"/>`;
}

function zoneBox({ zone, row, items, more, morePresent }: DrawnZone, x: number, width: number, linkOf: LinkOf): Markup {
  const y = top + row * pitch;
  const rows = items.length + (more > 0 ? 1 : 0);
  const told = shownMarks(zone.rank, zone.marks);
  const room = width - 16 - marksWidth(told) - (zone.note === '' ? 0 : zone.note.length * noteLetter + 6);
  const link = linkOf({ object: null, marks: zone.marks });
  return html`<g class="zn${zone.unread ? ' gh' : ''}"><rect x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(pitch * (rows + 1) + 2)}"/><text class="zt" x="${String(x + 8)}" y="${String(y + 15)}"><title>${zone.name}</title>${fit(zone.name, Math.max(room, 40), boldLetter)}</text>${zone.note === '' ? null : html`<text class="zf${zone.weak ? ' bad' : ''}" x="${String(x + width - 8 - marksWidth(told))}" y="${String(y + 15)}">${zone.note}</text>`}${marked(told, x + width - 8, y + 15, link)}${items.map((item, index) => itemBox({ ...item, marks: shownMarks(zone.rank, item.marks) }, x + 5, y + pitch * (index + 1), width - 10, linkOf))}${more > 0 ? html`<text class="mo" x="${String(x + 14)}" y="${String(y + pitch * (items.length + 1) + 14)}">${numbered(more)} ${items.length === 0 ? 'things' : 'more'}${morePresent === 0 && width > 150 ? ', no high threat' : ''}</text>${morePresent > 0 ? marked({ present: Array.from({ length: morePresent }, String), unknown: 0 }, x + width - 13, y + pitch * (items.length + 1) + 14, undefined) : null}` : null}</g>`;
}

function itemBox(item: ZoneItem, x: number, y: number, width: number, linkOf: LinkOf): Markup {
  const link = linkOf(item);
  const room = width - 18 - marksWidth(item.marks) - (item.goal ? 16 : 0);
  const named = `${item.name}${item.byDesign === null ? '' : `, needs its power: ${item.byDesign}`}`;
  const body = html`<rect x="${String(x)}" y="${String(y)}" width="${String(width)}" height="18"/>${item.byDesign === null ? null : html`<path class="tb" d="M${String(x + 1)} ${String(y)}v18"/>`}<text x="${String(x + 9)}" y="${String(y + 13)}">${link === undefined ? html`<title>${named}</title>` : null}${fit(item.name, room)}</text>${item.goal ? html`<path class="cr" d="M${String(x + width - 18)} ${String(y + 13)}v-8l3 3 2-4 2 4 3-3v8z"/>` : null}${marked(item.marks, x + width - 5 - (item.goal ? 17 : 0), y + 13, undefined)}`;
  return html`<g class="ch${item.goal ? ' go' : ''}">${link === undefined ? body : html`<a href="#${link}"><title>${named}${spoken(item.marks)}</title>${body}</a>`}</g>`;
}

/** What is not known of every workload alike, such as what its image is made of, would stand on each: the tables say it. */
function shownMarks(rank: TrustRank, marks: Marks): Marks {
  return rank === 'workloads' || rank === 'platform' || rank === 'edge' ? { ...marks, unknown: 0 } : marks;
}

function marksWidth({ present, unknown }: Marks): number {
  return (present.length > 0 ? 12 + String(present.length).length * 6 : 0) + (unknown > 0 ? 10 + String(unknown).length * 6 : 0);
}

/** A triangle and how many threats, a question mark and how many are not known; ending at `x`. */
function marked(marks: Marks, x: number, y: number, link: string | undefined): Markup {
  const { present, unknown } = marks;
  const at = x - (present.length > 0 ? String(present.length).length * 6 + 12 : 0);
  const body = html`${present.length > 0 ? html`<path class="tr" d="M${String(at + 3)} ${String(y)}l4-7 4 7z"/><text class="tm" x="${String(x)}" y="${String(y)}">${String(present.length)}</text>` : null}${unknown > 0 ? html`<text class="um" x="${String(at)}" y="${String(y)}">?${String(unknown)}</text>` : null}`;
  return link === undefined ? body : html`<a href="#${link}"><title>threats here${spoken(marks)}</title>${body}</a>`;
}

function spoken({ present, unknown }: Marks): string {
  return `${present.length > 0 ? `, ${present.length} high or critical ${present.length === 1 ? 'threat' : 'threats'} present` : ''}${unknown > 0 ? `, ${unknown} not known` : ''}`;
}

function flowLane(flow: Flow, y: number, placed: readonly Placed[], width: number): Markup {
  const [from, to] = [placed[trustRanks.indexOf(flow.from)], placed[trustRanks.indexOf(flow.to)]];
  if (!from || !to) return html``;
  const right = from.x < to.x;
  const start = from.x + from.width / 2;
  const end = right ? to.x + 14 : to.x + to.width - 14;
  const [low, high] = [Math.min(start, end), Math.max(start, end)];
  const head = right ? `M${end} ${y}l-9-4v8z` : `M${end} ${y}l9-4v8z`;
  const door = right ? to.x - gutter / 2 : to.x + to.width + gutter / 2;
  const threats = flow.present.map((id) => id.slice('threat/'.length)).join(' ');
  const text = `${flow.name} ${flow.carries} ${threats}`;
  const long = text.length * 6.7;
  // On the line where it fits between its ends, else beside it.
  const inside = long < high - low - 60;
  const beside = high + 12 + long < width ? high + 12 : Math.max(2, low - 12 - long);
  const at = inside ? (right ? low + 10 : high - 14 - long) : beside;
  const state = flow.encrypted === null ? 'e-unk' : flow.encrypted ? 'e-yes' : 'e-plain';
  const shown = html`<text class="lb" x="${String(Math.round(at))}" y="${String(y + 4)}"><tspan class="fb">${flow.name}</tspan> ${flow.carries} <tspan class="th">${threats}</tspan></text>`;
  const square = flow.controlled === null ? html`<text class="q" x="${String(door)}" y="${String(y + 4)}">?</text>` : html`<rect class="${flow.controlled ? 'k-yes' : 'k-no'}" x="${String(door - 4)}" y="${String(y - 4)}" width="8" height="8"/>`;
  const caller = flow.proved === null ? html`<text class="q" x="${String(right ? end - 4 : end + 4)}" y="${String(y + 4)}">?</text>` : html`<path class="hd" d="${head}"/>`;
  return html`<g class="fl ${state}${flow.proved === false ? ' a-no' : ''}"><path d="M${String(start)} ${String(y)}H${String(end)}"/><circle cx="${String(start)}" cy="${String(y)}" r="2"/>${shown}${square}${caller}</g>`;
}

/** Shortened in the middle to what fits, by the width of a letter. */
function fit(text: string, room: number, width: number = letter): string {
  const most = Math.max(4, Math.floor(room / width));
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (most - 1 - head)).join('')}`;
}
