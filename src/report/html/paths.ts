import type { Assessment } from '../../model/assessment.ts';
import type { PathResult, StepResult } from '../../model/attack-path.ts';
import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import { listed } from '../screen.ts';
import { changeAnchor, cutsAt } from './plan.ts';
import { mostPaths, place, section, sentence, type Page } from './parts.ts';

const mostEvidence = 3;
const mostNames = 6;

const kindNames: Readonly<Record<string, string>> = { internet: 'Internet', container: 'One compromised container', node: 'One compromised node', person: 'A person', account: 'A service account', image: 'A poisoned image', registry: 'A registry', pipeline: 'A pipeline' };
const goalNames: Readonly<Record<string, string>> = { 'cluster-admin': 'cluster-admin', 'all-secrets': 'all Secrets', etcd: 'etcd' };

export type Attack = Pick<Assessment, 'paths' | 'graph'>;

/** The paths of an assessment. */
export function attackOf({ paths, graph }: Assessment): Attack {
  return { paths, graph };
}

export function kindName(kind: string): string {
  return kindNames[kind] ?? kind;
}

export function goalName(goal: string): string {
  if (goal.startsWith('node-root')) return 'root on a node';
  return goal.startsWith('cloud') ? 'cloud account' : (goalNames[goal] ?? goal);
}

/** The path that says most: certain before possible, from the Internet before others, to the goal that is worth most. */
export function firstPath({ paths, graph }: Attack): PathResult | undefined {
  const { goals } = graph;
  const rank = ({ verdict, kind, to }: PathResult): number => (verdict === 'certain' ? 0 : 1000) + (kind === 'internet' ? 0 : 100) + (goals.includes(to) ? goals.indexOf(to) : 50);
  return paths.toSorted((a, b) => rank(a) - rank(b))[0];
}

/** Who reaches what, and in how many steps of the cheapest way. */
export function reachTable(attack: Attack, nounOf: (end: string) => string): Markup {
  const { paths, graph } = attack;
  const { goals } = graph;
  const counts = graph.footholds.filter(({ all }) => all > 0);
  return html`<div><table class="reach"><caption>Who reaches what, and in how many steps of the cheapest way</caption><thead><tr><td></td>${goals.map((goal) => html`<th scope="col">${goalName(goal)}</th>`)}</tr></thead><tbody>${counts.map(({ kind, all, reaching, possible }) => html`<tr><th scope="row">${kindName(kind)}<small>${all > 1 || kind !== 'internet' ? `${numbered(reaching)} of ${numbered(all)}${possible > 0 ? `, perhaps ${numbered(possible)} more` : ''}` : ''}</small></th>${goals.map((goal) => reachCell(paths, kind, goal))}</tr>`)}</tbody></table><p class="key"><span><i class="s1"></i>1 or 2 steps</span><span><i class="s3"></i>3</span><span><i class="s4"></i>4</span><span><i class="s5"></i>5 or more</span><span><i class="su"></i>only if something that was not read is so</span><span>– none found</span></p>${graph.byDesign.length > 0 ? html`<p class="q2 more-link">${many(graph.byDesign.length, 'starting point')} that ${graph.byDesign.length === 1 ? 'is' : 'are'} as strong as the cluster by design ${graph.byDesign.length === 1 ? 'is' : 'are'} not counted: ${listed(graph.byDesign.map(({ from }) => sentence(nounOf(from))), mostNames)}.</p>` : null}</div>`;
}

function reachCell(paths: readonly PathResult[], kind: string, goal: string): Markup {
  const index = paths.findIndex((path) => path.kind === kind && path.to === goal);
  const path = paths[index];
  if (!path) return html`<td><span class="s0">–<span class="vh"> no path found</span></span></td>`;
  const sure = path.verdict === 'certain';
  return html`<td><a class="${sure ? `s${Math.min(5, path.length)}` : 'su'}" href="#path-${String(index + 1)}">${String(path.length)}${sure ? '' : '?'}<span class="vh"> ${path.length === 1 ? 'step' : 'steps'}${sure ? '' : ', only if something that was not read is so'}</span></a></td>`;
}

/** Each path step by step, with what makes the step possible. */
export function pathSection({ assessment, view }: Page): Markup | null {
  const attack = attackOf(assessment);
  const { paths } = attack;
  if (paths.length === 0) return null;
  const shown = paths.slice(0, mostPaths);
  const cutters = cutsAt(assessment.plan);
  return section('paths', 'Attack paths', 'The cheapest path of each kind of starting point to each thing that matters. A step that needs several facts lists all. Nothing was tried.', [
    html`<div class="paths">${shown.map((path, index) => pathBlock(path, index, view.nounOf, (step) => cutters(index, step)))}</div>`,
    paths.length > shown.length ? html`<p class="q2 left">${many(paths.length - shown.length, 'more path')} in the JSON report.</p>` : null,
  ]);
}

function pathBlock({ kind, from, to, verdict, length, starts, sources, steps }: PathResult, index: number, nounOf: (end: string) => string, cutters: (step: number) => readonly number[]): Markup {
  let number = 0;
  return html`<article class="path${verdict === 'certain' ? '' : ' und'}" id="path-${String(index + 1)}"><h3><b class="n p">${String(index + 1)}</b> ${kindName(kind)} → ${goalName(to)} <small>${many(length, 'step')}${verdict === 'certain' ? '' : ', only if something that was not read is so'}</small></h3><p>${kind === 'internet' ? null : html`From ${sentence(nounOf(from))}${starts > 1 ? html`, the cheapest of ${numbered(starts)}: ${listed(sources.map((each) => sentence(nounOf(each))), mostNames)}` : null}.`}</p><ol>${steps.map((step, at) => stepBlock(step, step.counted ? ++number : number, nounOf, cutters(at)))}</ol></article>
`;
}

function stepBlock({ title, technique, aliases, from, also, to, counted, verdict, reasons, evidence, gaps, verify }: StepResult, number: number, nounOf: (end: string) => string, cutters: readonly number[]): Markup {
  const needs = [from, ...(also ?? [])];
  return html`<li class="st${verdict === 'certain' ? '' : ' q'}"><b class="n p">${counted ? String(number) : '·'}</b><div><h4>${sentence(nounOf(to))} <span>${technique.slice(technique.indexOf('/') + 1)} ${aliases[0] ?? ''}</span></h4><p>${sentence(title)}</p>${needs.length > 1 || reasons.length > 1 ? html`<ul class="all">${[...(needs.length > 1 ? [`all of: ${needs.map(nounOf).join(', ')}`] : []), ...reasons].map((reason) => html`<li>${sentence(reason)}</li>`)}</ul>` : html`<p>${sentence(reasons[0] ?? '')}</p>`}<p>${evidence.slice(0, mostEvidence).map(({ location }) => html`${place(location)} `)}</p>${gaps.map(({ ask }) => html`<p class="m unknown">${sentence(ask)}</p>`)}${verify[0] === undefined ? null : html`<p>Check: <code>${sentence(verify[0])}</code></p>`}${cutters.length === 0 ? null : html`<p class="cx"><b>╳</b> cut here by ${cutters.map((each, index) => html`${index === 0 ? null : ', '}<a href="#${changeAnchor(each)}">change ${String(each)}</a>`)}</p>`}</div></li>`;
}
