import type { Assessment, Finding, Severity } from '../../model/assessment.ts';
import { refKey } from '../../model/object.ts';
import { answeredBy, isGrave, severities } from '../view.ts';
import { mostGroups, rowOf, type Group } from './groups.ts';
import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import { attackOf, firstPath, goalName, kindName, reachTable } from './paths.ts';
import { firstChanges } from './plan.ts';
import { label, marked, peopleOf, recommendationMark, sentence, severityMark, shortPlace, type Mark, type Page } from './parts.ts';

const mostFirst = 7;
const mostChanges = 6;
// Changes are made when they are read: a rule that has one for a finding has one for the first few.
const mostTried = 20;

/** The answer, what was not read, what is gravest, what to do first, and the three counts. */
export function overviewSection(page: Page): Markup {
  const attack = attackOf(page.assessment);
  return html`<section id="overview" aria-labelledby="overview-h">${who(page)}<div class="hero"><div><h1 id="overview-h">${verdict(page)}</h1><p class="sub">${subtitle(page)}</p></div>${notRead(page)}</div><div class="ov">${attack.paths.length > 0 ? reachTable(attack, page.view.nounOf) : gravest(page)}${page.assessment.plan && page.assessment.plan.changes.length > 0 ? firstChanges(page.assessment.plan, mostChanges) : doFirst(page)}</div>${attack.paths.length > 0 ? html`<div class="ov one">${gravest(page)}</div>` : null}${ledger(page)}</section>
`;
}

function who({ assessment }: Page): Markup {
  const { input, baseline, provider } = assessment;
  const facts = [
    input.kubernetesVersion === null ? 'Kubernetes version not known' : `Kubernetes ${input.kubernetesVersion}`,
    ...(provider === null ? [] : [provider]), many(input.nodes, 'node'), many(input.workloads, 'workload'), `${numbered(input.pods)} ${input.pods === 1 ? 'pod' : 'pods'}`, many(input.namespaces.length, 'namespace'),
    `read: ${numbered(input.objects)} objects`,
  ];
  return html`<p class="who"><b>${sentence(input.name)}</b>${facts.map((fact) => html`<span>${fact}</span>`)}</p>${baseline ? html`<p class="who"><span>since ${sentence(baseline.name)}: ${many(baseline.known, 'finding')} known and left out, ${numbered(baseline.gone)} gone</span></p>` : null}`;
}

/** The page's title: the same sentence as its heading. */
export function headline(assessment: Assessment): { readonly before?: string; readonly text: string; readonly grave: string } {
  const { summary, threats } = assessment;
  const path = firstPath(attackOf(assessment));
  if (path?.verdict === 'certain') return { before: `From ${path.kind === 'internet' ? 'the Internet' : lowered(kindName(path.kind))} to ${goalName(path.to)} in`, grave: many(path.length, 'step'), text: '' };
  const grave = threats.filter(({ verdict: each, severity }) => each === 'present' && severity !== null && isGrave(severity)).length;
  if (grave > 0) return { text: `${grave === 1 ? 'high or critical threat is' : 'high or critical threats are'} present`, grave: numbered(grave) };
  if (summary.threats.present > 0) return { text: `${summary.threats.present === 1 ? 'threat is' : 'threats are'} present, none high or critical`, grave: numbered(summary.threats.present) };
  return { text: 'No threat found among what was read', grave: '' };
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function verdict({ assessment }: Page): Markup {
  const { before = '', text, grave } = headline(assessment);
  return grave === '' ? html`${text}` : html`${before} <span class="r">${grave}</span> ${text}`;
}

function subtitle({ assessment, findings }: Page): Markup {
  const { summary } = assessment;
  const grave = summary.findings.critical + summary.findings.high;
  const changes = findings.filter(({ severity, change }) => isGrave(severity) && change !== null).length;
  const { graph } = attackOf(assessment);
  const reaching = graph.footholds.reduce((sum, each) => sum + each.reaching, 0);
  const starts = reaching > 0 ? html`<b>${many(reaching, 'starting point')}</b> ${reaching === 1 ? 'reaches' : 'reach'} something that matters. ${planned(assessment)}` : null;
  const first = findings.length === 0 ? html`Nothing breaks a rule.` : html`<b>${numbered(findings.length)} ${findings.length === 1 ? 'finding' : 'findings'}</b> on ${many(summary.objects, 'object')}, ${numbered(grave)} of them high or critical${changes > 0 ? html`, <b class="bl">${numbered(changes)}</b> of those with the change written out` : null}.`;
  return html`${starts}${first}${summary.accepted > 0 ? html` ${many(summary.accepted, 'finding')} accepted.` : null}`;
}

function planned({ plan }: Assessment): Markup | null {
  return plan && plan.changes.length > 0 ? html`<a href="#plan"><b class="bl">${many(plan.changes.length, 'change')}</b></a> ${plan.changes.length === 1 ? 'closes' : 'close'} ${plan.after.pairs === 0 ? 'every path' : `the paths of ${numbered(plan.before.pairs - plan.after.pairs)} of ${many(plan.before.pairs, 'pair')} of start and end`}. ` : null;
}

function notRead({ assessment }: Page): Markup | null {
  const { gaps, input, summary } = assessment;
  const bySource = [...Map.groupBy(gaps.filter(({ source }) => source !== 'not-assessed'), ({ source }) => source)].toSorted((a, b) => b[1].length - a[1].length);
  const skipped = input.skipped.filter(({ reason }) => reason !== 'no file of manifests');
  const forbidden = input.coverage.filter(({ coverage }) => coverage === 'forbidden' || coverage === 'not-served');
  const rows: readonly (readonly [string, string])[] = [
    ...bySource.map(([source, list]): [string, string] => [answeredBy[source], many(list.length, 'question')]),
    ...forbidden.map(({ kind, coverage }): [string, string] => [kind, coverage === 'forbidden' ? 'forbidden' : 'not served']),
    ...skipped.map(({ reason, count }): [string, string] => [reason, `${numbered(count)} skipped`]),
    ...(input.problems.length > 0 ? [['faulty documents', numbered(input.problems.length)] as const] : []),
    ...(summary.notAssessed > 0 ? [['not decided by this version', many(summary.notAssessed, 'threat')] as const] : []),
  ];
  if (rows.length === 0) return null;
  return html`<aside class="nr" aria-labelledby="nr-h"><h2 id="nr-h">Not known, and who could say</h2><ul>${rows.slice(0, 12).map(([what, state]) => html`<li>${what} <span>${state}</span></li>`)}</ul><p><a href="#questions"><b>${many(summary.questions, 'question')}</b></a> ${summary.questions === 1 ? 'decides' : 'decide'} ${many(summary.blocked, 'unknown verdict')}.</p></aside>`;
}

function gravest({ groups, assessment }: Page): Markup {
  const rows = groups.slice(0, mostFirst);
  return html`<div><h2 class="h3">Gravest first <span class="q2">by the object that a person would edit</span></h2>${rows.length === 0 ? html`<p class="q2">No finding among what was read.</p>` : null}<ul class="first">${rows.map(firstRow)}</ul>${groups.length > rows.length ? html`<p class="more-link"><a href="#findings">All ${numbered(assessment.summary.objects)} objects, with the lines of their files</a></p>` : null}</div>`;
}

function firstRow({ findings: own, alike }: Group): Markup {
  const [first] = own;
  if (!first) return html``;
  return html`<li>${severityMark(first.severity)}<div><a href="#${rowOf(first.id)}">${label(first.object)}</a>${alike.length > 0 ? html` <span class="q2">and ${numbered(alike.length)} alike</span>` : null}${own.length > 1 ? html` <span class="q2">+${own.length - 1}</span>` : null}<p>${sentence(first.message)}</p>${shortPlace(first.location)}</div></li>`;
}

/** Without a plan: the changes of the gravest findings, each once. */
function doFirst({ findings, groups }: Page): Markup {
  const distinct: (readonly Finding[])[] = [];
  for (const own of Map.groupBy(findings.filter(({ byDesign }) => byDesign === null), ({ rule }) => rule).values()) {
    const first = own.slice(0, mostTried).find(({ change }) => change !== null);
    if (first) distinct.push([first, ...own.filter((each) => each !== first)]);
    if (distinct.length === mostChanges) break;
  }
  if (distinct.length === 0) return html`<div><h2 class="h3">Do these first</h2><p class="q2">No finding has a change that Glacis can write out.</p></div>`;
  return html`<div><h2 class="h3">Do these first <span class="q2">the gravest findings that a change resolves</span></h2><ol class="do">${distinct.map(([first, ...more], index) => (first ? html`<li><b class="n c">${index + 1}</b><div><a href="#${rowFor(groups, first)}">${first.change?.title ?? ''}</a>${shortPlace(first.location)}<p class="q2">${label(first.object)}${more.length > 0 ? `, and the like in ${many(more.length, 'more place')}` : ''}</p></div>${severityMark(first.severity)}</li>` : null))}</ol></div>`;
}

/** The row that has a finding, or that of an object like it. */
function rowFor(groups: readonly Group[], { object }: Finding): string {
  const key = refKey(object);
  const group = groups.slice(0, mostGroups).find(({ findings: [first], alike }) => (first && refKey(first.object) === key) || alike.some((each) => refKey(each) === key));
  return group?.findings[0] ? rowOf(group.findings[0].id) : 'findings';
}

function ledger(page: Page): Markup {
  const { assessment, findings, threats } = page;
  const state = (name: string): number => threats.filter((each) => each.state === name).length;
  const people = peopleOf(assessment);
  const marks = assessment.recommendations.map((each) => recommendationMark(each, people));
  const guide = (mark: Mark): number => marks.filter((each) => each === mark).length;
  const counts = assessment.summary.findings;
  return html`<div class="led"><div><h2 class="h3"><a href="#threats">Threats</a><span>${numbered(threats.length)} in the catalogue</span></h2>${bar([[state('present'), 'f'], [state('unknown'), 'u'], [state('absent'), 'o'], [state('mitigated'), 'g'], [state('not-applicable') + state('later'), 't']])}<ul>${item('bad', state('present'), 'present')}${item('empty', state('absent'), 'absent')}${item('unknown', state('unknown'), 'unknown')}${item('good', state('mitigated'), 'mitigated')}${state('later') > 0 ? item('later', state('later'), 'not decided by this version') : null}</ul></div><div><h2 class="h3"><a href="#guide">Hardening guide</a><span>${numbered(marks.length)}, our split</span></h2>${bar([[guide('bad'), 'f'], [guide('unknown'), 'u'], [guide('person'), 't'], [guide('good'), 'o'], [guide('none'), 'g']])}<ul>${item('bad', guide('bad'), 'fail')}${item('good', guide('good'), 'pass')}${item('unknown', guide('unknown'), 'unknown')}${item('person', guide('person'), 'ask a person')}</ul></div><div><h2 class="h3"><a href="#findings">Findings</a><span>${numbered(findings.length)} on ${many(assessment.summary.objects, 'object')}</span></h2>${bar(severities.map((severity, index): [number, string] => [counts[severity], `f${index + 1}`]))}<ul>${severities.map((severity) => severityItem(severity, counts[severity]))}</ul></div></div>`;
}

function item(mark: Mark, count: number, word: string): Markup {
  return html`<li class="${mark === 'later' ? 'long' : 'short'}">${marked(mark, html`<b>${numbered(count)}</b> ${word}`)}</li>`;
}

function severityItem(severity: Severity, count: number): Markup {
  return html`<li><span class="sev ${severity}"><b>${numbered(count)}</b> ${severity}</span></li>`;
}

/** Parts of a whole, drawn; the numbers stand below it. */
function bar(parts: readonly (readonly [count: number, name: string])[]): Markup {
  const total = parts.reduce((sum, [count]) => sum + count, 0);
  if (total === 0) return html``;
  let x = 0;
  const drawn = parts.filter(([count]) => count > 0).map(([count, name]) => {
    const width = (count / total) * 400;
    const at = x;
    x += width;
    return html`<rect class="${name}" x="${at.toFixed(1)}" y="0.5" width="${Math.max(1, width - 2).toFixed(1)}" height="11"/>`;
  });
  return html`<svg class="bar" viewBox="0 0 400 12" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}
