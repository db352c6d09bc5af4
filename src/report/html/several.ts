import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import type { Assessment, Finding } from '../../model/assessment.ts';
import type { PlanResult } from '../../model/plan.ts';
import { merged, type FormatView } from '../format.ts';
import { headline } from './overview.ts';
import { planSentence, turns } from '../plan.ts';
import { closing, opening } from './page.ts';
import { label, section, sentence, severityMark, shortPlace } from './parts.ts';
import { severities } from '../view.ts';

const mostFindings = 300;

/** Several clusters on one page: each by its counts and its gravest sentence, then the findings of all. Each has a whole page where it is scanned alone. */
export function* severalPages(assessments: readonly Assessment[], view: FormatView): Iterable<string> {
  const [first] = assessments;
  if (!first) return;
  yield opening(`${many(assessments.length, 'cluster')}`, html`${assessments.some(({ plan }) => plan) ? html`<a href="#plan">Plan</a>` : null}<a href="#findings">Findings</a>`).toString();
  yield html`<section id="overview" aria-labelledby="overview-h"><h1 id="overview-h">${many(assessments.length, 'cluster')}</h1><table class="cov"><caption>What was read and found in each</caption><thead><tr><th scope="col">Cluster</th><th scope="col">Objects</th>${severities.map((severity) => html`<th scope="col">${severity}</th>`)}<th scope="col">Threats present</th><th scope="col">Questions</th><th scope="col">Gravest</th></tr></thead><tbody>${assessments.map(row)}</tbody></table></section>
`.toString();
  const plans = assessments.flatMap(({ input, plan }) => (plan ? [{ name: input.name, plan }] : []));
  if (plans.length > 0) yield section('plan', 'The fewest changes', 'Of each cluster, in their order. The report of one cluster alone has their diffs, proof and undo.', [plansTable(plans)]).toString();
  const all = [...merged(assessments)];
  const shown = all.slice(0, mostFindings);
  yield section('findings', 'Findings', `${many(all.length, 'finding')} of all clusters, the gravest first.`, [
    html`<table class="cov"><caption>Findings</caption><thead><tr><th scope="col">Severity</th><th scope="col">Cluster, object</th><th scope="col">Finding</th><th scope="col">Do</th><th scope="col">Where</th></tr></thead><tbody>${shown.map(({ cluster, finding }) => findingRow(cluster, finding, view))}</tbody></table>`,
    all.length > shown.length ? html`<p class="q2 left">${numbered(all.length - shown.length)} more, none of them graver, are in the JSON report.</p>` : null,
  ]).toString();
  yield closing(first.tool, `${numbered(assessments.reduce((sum, { input }) => sum + input.objects, 0))} objects`).toString();
}

const mostChanges = 200;

function plansTable(plans: readonly { readonly name: string; readonly plan: PlanResult }[]): Markup {
  const rows = plans.flatMap(({ name, plan }) => turns(plan).map((turn) => ({ name, ...turn })));
  return html`<ul class="ask">${plans.map(({ name, plan }) => html`<li><b>${sentence(name)}</b> ${planSentence(plan)}</li>`)}</ul><div class="left"><table class="cov"><caption>Changes</caption><thead><tr><th scope="col">Cluster, change</th><th scope="col">Where</th><th scope="col">Starting points left</th><th scope="col">May break</th></tr></thead><tbody>${rows.slice(0, mostChanges).map(({ name, change: { title, diff: [place], left, breaks }, before }) => html`<tr><th scope="row"><span class="q2">${sentence(name)}</span> ${sentence(title)}</th><td>${place ? html`<code class="loc">${place.where}</code>` : null}</td><td>${numbered(before.starts)} → ${numbered(left.starts)}</td><td>${sentence(breaks)}</td></tr>`)}</tbody></table></div>${rows.length > mostChanges ? html`<p class="q2 left">${many(rows.length - mostChanges, 'more change')} in the JSON report.</p>` : null}`;
}

function row({ input, summary, ...rest }: Assessment): Markup {
  const { before = '', grave, text } = headline({ input, summary, ...rest });
  return html`<tr><th scope="row">${sentence(input.name)}</th><td>${numbered(input.objects)}</td>${severities.map((severity) => html`<td>${numbered(summary.findings[severity])}</td>`)}<td>${numbered(summary.threats.present)}</td><td>${numbered(summary.questions)}</td><td>${input.objects === 0 ? 'no Kubernetes object found' : `${before} ${grave} ${text}`.trim()}</td></tr>`;
}

function findingRow(cluster: string, { severity, object, container, message, rule, change, location }: Finding, view: FormatView): Markup {
  return html`<tr><td>${severityMark(severity)}</td><th scope="row"><span class="q2">${sentence(cluster)}</span> ${label(object)}${container === null ? null : html` <span class="q2">container ${container}</span>`}</th><td>${sentence(message)}</td><td>${change === null ? view.rule(rule).fix : sentence(change.title)}</td><td>${shortPlace(location)}</td></tr>
`;
}
