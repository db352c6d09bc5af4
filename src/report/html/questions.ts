import type { Assessment, ComponentResult, GapResult } from '../../model/assessment.ts';
import { listed } from '../screen.ts';
import { answeredBy } from '../view.ts';
import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import { section, sentence, type Page } from './parts.ts';

const mostQuestions = 100;
const mostProblems = 50;
const mostNames = 12;

/** What was not read: the questions that decide the unknown verdicts, and what the sources were. */
export function questionSection({ assessment }: Page): Markup {
  const { gaps, summary } = assessment;
  const open = gaps.filter(({ source }) => source !== 'not-assessed');
  const people = open.filter(({ source }) => source === 'person');
  const facts = open.filter(({ source }) => source !== 'person');
  const lead = open.length === 0 ? 'Nothing that was asked stays open.' : `What was not seen is not called safe. ${numbered(facts.length)} ${facts.length === 1 ? 'question' : 'questions'} about the cluster and ${numbered(people.length)} for a person decide ${numbered(summary.blocked)} ${summary.blocked === 1 ? 'verdict' : 'verdicts'} that ${summary.blocked === 1 ? 'is' : 'are'} unknown.`;
  return section('questions', 'Open questions', lead, [
    html`<div class="cols">${facts.length > 0 ? html`<table class="cov"><caption>About the cluster</caption><thead><tr><th scope="col">Question</th><th scope="col">Answered by</th><th scope="col">Decides</th></tr></thead><tbody>${facts.slice(0, mostQuestions).map((gap) => html`<tr><th scope="row">${withCommand(gap.ask)}</th><td>${answeredBy[gap.source]}</td><td>${decides(gap)}</td></tr>`)}</tbody></table>` : null}${people.length > 0 ? html`<div><h3>For a person</h3><ul class="ask">${people.slice(0, mostQuestions).map(({ ask }) => html`<li>${withCommand(ask)}</li>`)}</ul><p class="q2">Answer them in <code>glacis.yaml</code> under <code>attestations:</code>, with owner and last day.</p></div>` : null}</div>`,
    facts.length > mostQuestions || people.length > mostQuestions ? html`<p class="q2">${many(Math.max(0, facts.length - mostQuestions) + Math.max(0, people.length - mostQuestions), 'more question')} in the JSON report.</p>` : null,
    componentTable(assessment),
    readDetails(assessment),
    decisionTable(assessment),
  ]);
}

function decides({ blocks }: GapResult): string {
  return [
    ...(blocks.rules > 0 ? [many(blocks.rules, 'rule')] : []),
    ...(blocks.recommendations > 0 ? [many(blocks.recommendations, 'recommendation')] : []),
    ...(blocks.threats > 0 ? [many(blocks.threats, 'threat')] : []),
  ].join(', ');
}

/** The command at the end of a question is code. */
function withCommand(ask: string): Markup {
  const [, question = ask, command] = /^(.*?[.?:]) ((?:kubectl|glacis|aws|gcloud|az) .*)$/s.exec(ask) ?? [];
  return command === undefined ? html`${sentence(question)}` : html`${sentence(question)} <code>${sentence(command)}</code>`;
}

function componentTable({ components }: Assessment): Markup {
  return html`<details class="more" id="components" open><summary>Components: ${components.filter(({ found }) => found).length} found</summary><table class="cov"><thead><tr><th scope="col">Component</th><th scope="col">Version</th><th scope="col">Seen by</th><th scope="col">On</th><th scope="col">Listens at</th><th scope="col">Settings known</th></tr></thead><tbody>${components.slice(0, mostQuestions).map(componentRow)}</tbody></table></details>`;
}

function componentRow({ id, name, found, foundBy, sure, version, where, exposure, configuration }: ComponentResult): Markup {
  return html`<tr><th scope="row">${id.slice('component/'.length)}${name !== id.slice('component/'.length) ? html` <span class="q2">${name}</span>` : null}</th><td>${version ?? html`<span class="m unknown">not known</span>`}</td><td>${found ? `${foundBy}${sure === 'certain' ? '' : `, ${sure}`}` : html`<span class="m unknown">nothing</span>`}</td><td>${listed(where, mostNames)}</td><td>${exposure.length === 0 ? '' : html`<code>${listed(exposure, mostNames)}</code>`}</td><td>${configuration.length === 0 ? '' : String(configuration.length)}</td></tr>`;
}

function readDetails({ input }: Assessment): Markup {
  const byCoverage = [...Map.groupBy(input.coverage, ({ coverage }) => coverage)];
  const problems = input.problems.slice(0, mostProblems);
  return html`<details class="more" id="read"><summary>Read: ${many(input.kinds, 'kind')} of object from ${many(input.sources.reduce((sum, { files }) => sum + files, 0), 'file')}; ${many(input.skipped.reduce((sum, { count }) => sum + count, 0), 'place')} skipped, ${many(input.problems.length, 'problem')}</summary><table class="cov"><thead><tr><th scope="col">What</th><th scope="col">How</th></tr></thead><tbody>${input.sources.map(({ source, kind, objects, documents, files }) => html`<tr><th scope="row"><code>${source}</code></th><td>${kind}: ${many(objects, 'object')} in ${many(documents, 'document')} of ${many(files, 'file')}</td></tr>`)}${byCoverage.map(([coverage, kinds]) => html`<tr><th scope="row">${coverage}</th><td>${listed(kinds.map(({ kind }) => kind), 200)}</td></tr>`)}${input.assumptions.map((text) => html`<tr><th scope="row">assumed</th><td>${text}</td></tr>`)}${input.skipped.map(({ reason, count, examples }) => html`<tr><th scope="row">not read: ${reason}</th><td>${numbered(count)}: ${examples.map((example) => html`<code>${example}</code> `)}</td></tr>`)}${problems.map(({ file, line, message, remedy }) => html`<tr><th scope="row"><code>${file}:${String(line)}</code></th><td>${sentence(message)} ${sentence(remedy)}</td></tr>`)}${input.problems.length > problems.length ? html`<tr><th scope="row">problems</th><td>${many(input.problems.length - problems.length, 'more')} in the JSON report</td></tr>` : null}${input.duplicates.length > 0 ? html`<tr><th scope="row">given more than once</th><td>${many(input.duplicates.length, 'object')}: all are judged, the last one counts</td></tr>` : null}</tbody></table></details>`;
}

function decisionTable({ decisions }: Assessment): Markup | null {
  if (decisions.length === 0) return null;
  const shown = decisions.slice(0, mostQuestions);
  return html`<details class="more" id="decisions"><summary>${many(decisions.length, 'decision')} of people</summary><table class="cov"><thead><tr><th scope="col">About</th><th scope="col">Is</th><th scope="col">Why</th><th scope="col">Who</th><th scope="col">Until</th><th scope="col">Said in</th></tr></thead><tbody>${shown.map(({ kind, about, reason, owner, until, source, state, decides: count }) => html`<tr><th scope="row">${kind}: ${sentence(about)}</th><td>${state}, ${many(count, kind === 'exception' ? 'finding' : 'question')}</td><td>${sentence(reason)}</td><td>${owner}</td><td>${until ?? 'no end'}</td><td><code>${source}</code></td></tr>`)}</tbody></table></details>`;
}
