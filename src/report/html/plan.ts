import type { PathResult } from '../../model/attack-path.ts';
import type { ExcerptLine } from '../../model/excerpt.ts';
import type { CutStep, PlanChange, PlanDiff, PlanLeft, PlanResult } from '../../model/plan.ts';
import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import { planSentence, reasonsToStay, turns } from '../plan.ts';
import { listed } from '../screen.ts';
import { codeLines } from './findings.ts';
import { mostPaths, section, sentence, type Page } from './parts.ts';

const mostChanges = 60;
const mostLines = 40;
const mostCut = 16;
const mostReasons = 12;
const mostNames = 3;

/** The changes in their order: what each is in the user's files, what it cuts and may break, how it is verified and taken back. */
export function planSection({ assessment: { plan, paths }, view: { nounOf } }: Page): Markup | null {
  if (!plan) return null;
  const shown = turns(plan).slice(0, mostChanges);
  return section('plan', 'The fewest changes', planSentence(plan), [
    shown.length === 0 ? null : html`<ol class="plan">${shown.map(({ change, before }, index) => changeBlock(change, index + 1, { before, first: plan.before, told: paths }))}</ol>`,
    plan.changes.length > shown.length ? html`<p class="q2 left">${many(plan.changes.length - shown.length, 'more change')} in the JSON report.</p>` : null,
    stays(plan, nounOf),
  ]);
}

/** By the number of the change in the plan. */
export function changeAnchor(number: number): string {
  return `change-${number}`;
}

interface Around {
  /** What is left before the change, and before all. */
  readonly before: PlanLeft;
  readonly first: PlanLeft;
  readonly told: readonly PathResult[];
}

function changeBlock({ id, title, cost, diff, cuts, paths = [], left, breaks, verify, undo }: PlanChange, number: number, { before, first, told }: Around): Markup {
  return html`<li id="${changeAnchor(number)}"><b class="n c">${String(number)}</b><div><h3>${sentence(title)}</h3>${diff.map(diffBlock)}</div><dl class="kv"><dt>Cuts</dt><dd>${cutText(paths, cuts, told)}</dd><dt>May break</dt><dd>${sentence(breaks)}</dd>${verify === '' ? null : html`<dt>Verify</dt><dd><code>${verify}</code></dd>`}${undo === '' ? null : html`<dt>Undo</dt><dd><code>${undo}</code></dd>`}<dt>Cost</dt><dd>${numbered(cost)} <code class="q2">${id}</code></dd></dl><div class="fall">${fallBar(before, left, first)}<p>starting points ${numbered(before.starts)} → <b>${numbered(left.starts)}</b></p><p>pairs ${numbered(before.pairs)} → <b>${numbered(left.pairs)}</b></p></div></li>
`;
}

function diffBlock({ where, lines }: PlanDiff): Markup {
  if (lines.length === 0) return html`<p><code class="loc">${where}</code></p>`;
  const shown = lines.slice(0, mostLines).map((line): ExcerptLine => ({ number: null, sign: line.startsWith('-') ? 'removed' : 'added', text: line.slice(2) }));
  return html`${codeLines(where, shown)}${lines.length > shown.length ? html`<p class="q2">${many(lines.length - shown.length, 'more line')} in the JSON report.</p>` : null}`;
}

/** The paths of the page that it has a part in cutting, by the first step that it takes away. */
function cutText(cut: readonly CutStep[], cuts: number, told: readonly PathResult[]): Markup {
  const firsts = [...Map.groupBy(cut.filter(({ path }) => path < mostPaths), ({ path }) => path).values()].flatMap(([first]) => first ?? []);
  const shown = firsts.slice(0, mostCut);
  if (shown.length === 0) return html`a step of ${many(cuts, 'path')} that ${cuts === 1 ? 'is' : 'are'} not among those above`;
  const bySteps = [...Map.groupBy(shown, ({ path, step }) => numberOf(told[path], step))].toSorted(([a], [b]) => a - b);
  return html`${bySteps.map(([number, list], index) => html`${index === 0 ? null : '; '}step ${String(number)} of ${list.length === 1 ? 'path' : 'paths'} ${list.map(({ path }, at) => html`${at === 0 ? null : ', '}<a href="#path-${String(path + 1)}">${String(path + 1)}</a>`)}`)}${firsts.length > shown.length ? `; and ${many(firsts.length - shown.length, 'more path')}` : null}`;
}

/** The number that a step has on the page: what somebody is without doing anything belongs to the step that it leads to. */
function numberOf(path: PathResult | undefined, step: number): number {
  const counted = (path?.steps ?? []).slice(0, step + 1).filter((each) => each.counted).length;
  return path?.steps[step]?.counted === true ? counted : counted + 1;
}

/** What was left before, and the part of it that stays. */
function fallBar(before: PlanLeft, left: PlanLeft, first: PlanLeft): Markup {
  const width = (count: number): string => (first.starts === 0 ? 0 : (count / first.starts) * 150).toFixed(1);
  return html`<svg class="bar" viewBox="0 0 150 10" aria-hidden="true"><rect class="t0" width="${width(before.starts)}" height="10"/><rect class="f" width="${width(left.starts)}" height="10"/></svg>`;
}

function stays(plan: PlanResult, nounOf: (end: string) => string): Markup | null {
  if (plan.remaining.length === 0) return null;
  const reasons = reasonsToStay(plan);
  return html`<h3 class="left">Nothing is proposed for ${many(plan.remaining.length, 'pair')} of start and end</h3><ul class="ask">${reasons.slice(0, mostReasons).map(({ why, starts, goals }) => html`<li>${listed(starts.map((end) => sentence(nounOf(end))), mostNames)} → ${goals.map((end) => sentence(nounOf(end))).join(', ')}: <span class="q2">${sentence(why)}</span></li>`)}</ul>${reasons.length > mostReasons ? html`<p class="q2">${many(reasons.length - mostReasons, 'more reason')} in the JSON report.</p>` : null}`;
}

/** The first changes, for the top of the page. @param most how many */
export function firstChanges(plan: PlanResult, most: number): Markup {
  const shown = turns(plan).slice(0, most);
  return html`<div><h2 class="h3">Do these first <span class="q2">starting points left after each change</span></h2><ol class="do">${shown.map(({ change: { title, diff: [place], left }, before }, index) => html`<li><b class="n c">${String(index + 1)}</b><div><a href="#${changeAnchor(index + 1)}">${sentence(title)}</a>${place ? html`<code class="loc">${place.where}</code>` : null}</div><span>${numbered(before.starts)} → <b>${numbered(left.starts)}</b></span></li>`)}</ol><p class="more-link"><a href="#plan">${plan.changes.length === 1 ? 'The change' : `All ${numbered(plan.changes.length)} changes`}, with side effects, proof and undo</a></p></div>`;
}

/** Which changes have a part in cutting a step of a told path, by their numbers. */
export function cutsAt(plan: PlanResult | undefined): (path: number, step: number) => readonly number[] {
  const found = new Map<string, number[]>();
  for (const [index, { paths = [] }] of (plan?.changes ?? []).slice(0, mostChanges).entries()) {
    for (const { path, step } of paths) found.set(`${path} ${step}`, [...(found.get(`${path} ${step}`) ?? []), index + 1]);
  }
  return (path, step) => found.get(`${path} ${step}`) ?? [];
}
