import { columnsOf } from '../../draw/columns.ts';
import { flowsOf, type Kleene } from '../../draw/flows.ts';
import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import { clusterPicture } from '../../draw/picture.ts';
import type { DrawnPath } from '../../draw/route.ts';
import type { PathResult } from '../../model/attack-path.ts';
import { refKey } from '../../model/object.ts';
import type { Marks } from '../../model/zone.ts';
import { listed } from '../screen.ts';
import { mostDrawn } from './style-filters.ts';
import { attackOf, goalName, kindName } from './paths.ts';
import { anchorOf, label, section, type Page } from './parts.ts';

const mostNames = 8;

/** The picture of the cluster, and the same as tables. */
export function pictureSection(page: Page): Markup | null {
  const { assessment, findings } = page;
  const rows = new Map<string, string>();
  for (const { object, id } of findings) if (!rows.has(refKey(object))) rows.set(refKey(object), `o-${anchorOf(id)}`);
  const shown = page.shown;
  const linkOf = ({ object, marks }: { readonly object: Parameters<typeof refKey>[0] | null; readonly marks: Marks }): string | undefined => {
    const row = object && rows.get(refKey(object));
    if (row && shown.has(row)) return row;
    return marks.present[0] === undefined ? undefined : anchorOf(marks.present[0]);
  };
  const columns = columnsOf(assessment.picture.zones);
  const flows = flowsOf(assessment);
  const paths = chosen(attackOf(assessment).paths);
  return section('picture', 'The picture', 'Trust rises from the outside to the control plane. A hachured line is a trust boundary; its hachures fall towards the side that is trusted less.', [
    pickRow(paths, page.view.nounOf),
    html`<div class="scroll" tabindex="0" role="region" aria-label="The picture of the cluster">${clusterPicture(assessment, linkOf, paths.map(({ path }) => drawnPath(path)))}</div>`,
    html`<ol class="tall">${columns.filter(({ zones }) => zones.length > 0).map(({ title, under, zones }) => {
      const present = new Set(zones.flatMap(({ zone }) => [...zone.marks.present, ...zone.more.marks.present, ...zone.items.flatMap(({ marks }) => marks.present)])).size;
      return html`<li><b>${title}</b>${present > 0 ? html`<span class="r">▲${String(present)}</span>` : null}<p>${listed(zones.map(({ zone }) => zone.name), mostNames)}</p><p class="q2">${under}</p></li>`;
    })}</ol>`,
    html`<p class="cap">${legend()}</p>`,
    html`<details class="more" id="zones"><summary>The same as tables: ${many(assessment.picture.zones.length, 'zone')}, ${many(flows.length, 'flow')}</summary><table class="cov"><caption>Zones</caption><thead><tr><th scope="col">Zone</th><th scope="col">Trust</th><th scope="col">Guards</th><th scope="col">In it</th><th scope="col">High or critical threats</th></tr></thead><tbody>${assessment.picture.zones.map(({ name, note, items, more, marks, unread }, index, all) => html`<tr><th scope="row">${name}</th><td>${titleOf(columns, all[index]?.rank ?? 'cloud')}</td><td>${unread && note === '' ? 'not read' : note}</td><td>${listed(items.map((item) => item.name), mostNames)}${more.count > 0 ? `, ${numbered(more.count)} not listed` : ''}</td><td>${listed([...new Set([...marks.present, ...items.flatMap((item) => item.marks.present), ...more.marks.present])].map((id) => id.slice('threat/'.length)), mostNames)}</td></tr>`)}</tbody></table><table class="cov"><caption>Flows</caption><thead><tr><th scope="col">Flow</th><th scope="col">Carries</th><th scope="col">Encrypted</th><th scope="col">Caller proves itself</th><th scope="col">Control at the boundary</th><th scope="col">Threats present</th></tr></thead><tbody>${flows.map((flow) => html`<tr><th scope="row">${flow.name}</th><td>${flow.carries}</td><td>${word(flow.encrypted)}</td><td>${word(flow.proved)}</td><td>${word(flow.controlled)}</td><td>${flow.present.map((id) => html`<a href="#${anchorOf(id)}">${id.slice('threat/'.length)}</a> `)}</td></tr>`)}</tbody></table></details>`,
  ]);
}

function titleOf(columns: ReturnType<typeof columnsOf>, rank: string): string {
  return columns.find((column) => column.rank === rank)?.title ?? label({ apiGroup: '', kind: rank, name: '' });
}

function word(state: Kleene): string {
  return state === null ? 'not known' : state ? 'yes' : 'no';
}

function legend(): Markup {
  const line = (name: string): Markup => html`<svg class="pic k" width="34" height="12" aria-hidden="true"><g class="fl ${name}"><path d="M1 6H33"/></g></svg>`;
  return html`<span>${line('e-yes')}encrypted</span><span>${line('e-plain')}plain</span><span>${line('e-unk')}not known</span><span><svg class="pic k" width="12" height="12" aria-hidden="true"><g class="fl e-yes"><path class="hd" d="M11 6L2 2v8z"/></g></svg>caller proves who it is</span><span><svg class="pic k" width="12" height="12" aria-hidden="true"><g class="fl e-yes a-no"><path class="hd" d="M11 6L2 2v8z"/></g></svg>it does not</span><span><svg class="pic k" width="12" height="12" aria-hidden="true"><rect class="k-yes" x="2" y="2" width="8" height="8"/></svg>control found at the boundary</span><span><svg class="pic k" width="12" height="12" aria-hidden="true"><rect class="k-no" x="2" y="2" width="8" height="8"/></svg>none found</span><span><svg class="pic k" width="12" height="12" aria-hidden="true"><path class="tr" d="M2 10l4-7 4 7z"/></svg>high or critical threats present</span><span><b>?</b>not known</span><span><svg class="pic k" width="14" height="12" aria-hidden="true"><path class="cr" d="M2 10V2l3 3 2-4 2 4 3-3v8z"/></svg>what attackers want</span><span><svg class="pic k" width="6" height="14" aria-hidden="true"><path class="tb" d="M2 0v14"/></svg>needs its power by design</span>`;
}

interface Chosen {
  readonly path: PathResult;
  /** By which the section of paths knows it. */
  readonly number: number;
}

/** The first path of each kind of start, then the next ones, in their order. */
function chosen(paths: readonly PathResult[]): readonly Chosen[] {
  const all = paths.map((path, index): Chosen => ({ path, number: index + 1 }));
  const firsts = all.filter(({ path }, index) => paths.findIndex(({ kind }) => kind === path.kind) === index);
  const kept = new Set([...firsts, ...all].slice(0, mostDrawn + firsts.length));
  return all.filter((each) => new Set([...kept].slice(0, mostDrawn)).has(each));
}

/** One path at a time, chosen by radio buttons, so that it works without JavaScript. */
function pickRow(paths: readonly Chosen[], nounOf: (end: string) => string): Markup | null {
  if (paths.length === 0) return null;
  return html`<fieldset class="pick"><legend>Show path</legend>${paths.map(({ path: { kind, to }, number }, index) => html`<input type="radio" name="k" id="k${String(index + 1)}"${index === 0 ? html` checked` : null}><label for="k${String(index + 1)}"><b>${String(number)}</b> ${kindName(kind)} → ${goalName(to)}</label>`)}<input type="radio" name="k" id="k0"><label for="k0">none</label></fieldset>${paths.map(({ path, number }, index) => html`<ol class="say say${String(index + 1)}"><li><b class="n p0"></b> ${path.kind === 'internet' ? 'Internet' : nounOf(path.from)}</li>${numberedSteps(path, nounOf).map(({ number: step, text }) => html`<li><b class="n p">${step ?? '·'}</b> ${text}</li>`)}<li><a href="#path-${String(number)}">all of path ${String(number)}</a></li></ol>`)}`;
}

function numberedSteps({ steps }: PathResult, nounOf: (end: string) => string): readonly { readonly number: string | null; readonly text: string }[] {
  let number = 0;
  return steps.map(({ counted, title, to }) => ({ number: counted ? String(++number) : null, text: `${title}: ${nounOf(to)}` }));
}

function drawnPath(path: PathResult): DrawnPath {
  return { ends: [path.from, ...path.steps.map(({ to }) => to)], numbers: numberedSteps(path, (end) => end).map(({ number }) => number), certain: path.verdict === 'certain' };
}
