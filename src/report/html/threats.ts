import { isGrave, severities } from '../view.ts';
import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import { anchorOf, evidenceLine, filterRow, label, marked, section, sentence, severityMark, type Mark, type Page, type ShownThreat } from './parts.ts';

const mostPlaces = 3;

const categories = ['supply-chain', 'malicious-actor', 'insider'] as const;
const categoryNames: Readonly<Record<string, string>> = { 'supply-chain': 'Supply chain', 'malicious-actor': 'Malicious actor', insider: 'Insider' };
const nine: readonly string[] = ['kube-apiserver', 'etcd', 'kube-scheduler', 'kube-controller-manager', 'cloud-controller-manager', 'kubelet', 'container runtime', 'kube-proxy', 'cluster DNS'];
const others: readonly string[] = ['workloads', 'identities', 'images/registry', 'network', 'secrets', 'worker node', 'cloud account', 'physical'];

const states: readonly (readonly [state: string, mark: Mark, word: string])[] = [
  ['present', 'bad', 'present'], ['unknown', 'unknown', 'unknown'], ['absent', 'empty', 'absent'], ['mitigated', 'good', 'mitigated'], ['not-applicable', 'none', 'not applicable'], ['later', 'later', 'not decided by this version'],
];

/** Threats by component and category, then each with what makes it true here. */
export function threatSection(page: Page): Markup {
  const { threats } = page;
  const count = (state: string): number => threats.filter((each) => each.state === state).length;
  const choices = states.filter(([state]) => count(state) > 0).map(([state, mark, word]) => ({ id: `t-${state}`, label: marked(mark, `${word} ${count(state)}`), checked: state === 'present' }));
  const lead = `${numbered(threats.length)} threats, each decided for this cluster: from the supply chain, from attackers, from insiders; on the nine components and on everything else. In a cell the number counts threats that are present, the one with ? those that are not known.`;
  return section('threats', 'Threats', lead, [
    html`<div class="heat">${heatTable('The nine components', nine, threats)}${heatTable('Everything else', [...others, ...rest(threats)], threats)}</div>`,
    filterRow('Threats to show', choices, { id: 'tq', label: 'Filter threats' }),
    html`<div id="tl">${[...Map.groupBy(threats, ({ threat }) => `${threat.category}|${page.view.threat(threat.id).level}`)].map(([, group]) => groupOf(page, group))}</div>`,
  ]);
}

function rest(threats: readonly ShownThreat[]): readonly string[] {
  return [...new Set(threats.flatMap(({ threat }) => threat.components))].filter((name) => !nine.includes(name) && !others.includes(name));
}

function heatTable(title: string, names: readonly string[], threats: readonly ShownThreat[]): Markup {
  const rows = names.filter((name) => threats.some(({ threat }) => threat.components.includes(name)));
  return html`<table><caption>${title} <span class="js-only">choose a cell to filter</span></caption><thead><tr><td></td>${categories.map((category) => html`<th scope="col">${categoryNames[category]}</th>`)}</tr></thead><tbody>${rows.map((name) => html`<tr><th scope="row">${name}</th>${categories.map((category) => heatCell(name, category, threats))}</tr>`)}</tbody></table>`;
}

function heatCell(name: string, category: string, threats: readonly ShownThreat[]): Markup {
  const own = threats.filter(({ threat }) => threat.category === category && threat.components.includes(name));
  if (own.length === 0) return html`<td><span class="hn">·<span class="vh"> none in the catalogue</span></span></td>`;
  const present = own.filter(({ state }) => state === 'present').length;
  const unknown = own.filter(({ state }) => state === 'unknown').length;
  const later = own.filter(({ state }) => state === 'later').length;
  const [first] = own.toSorted((a, b) => order(a) - order(b));
  const grave = own.some(({ threat }) => threat.severity !== null && isGrave(threat.severity));
  const shade = present === 0 ? 'h0' : present >= 5 ? 'h4' : present >= 3 ? 'h3x' : grave || present >= 2 ? 'h2c' : 'h1';
  // Nothing may read as "none" where nothing was decided.
  const number = present === 0 && later === own.length ? null : html`${present}`;
  return html`<td><a class="${shade}" href="#${anchorOf(first?.threat.id ?? '')}" data-c="${name}" data-k="${category}">${number}${unknown > 0 ? html`<small>${unknown}?</small>` : null}${later > 0 ? html`<small>${later}~</small>` : null}<span class="vh"> ${present} present${unknown > 0 ? `, ${unknown} unknown` : ''}${later > 0 ? `, ${later} not decided by this version` : ''}</span></a></td>`;
}

function order({ state, threat }: ShownThreat): number {
  const rank = ['present', 'unknown', 'later', 'mitigated', 'absent', 'not-applicable'].indexOf(state);
  return rank * 10 + (threat.severity === null ? 9 : severities.indexOf(threat.severity));
}

function groupOf({ view }: Page, group: readonly ShownThreat[]): Markup {
  const [first] = group;
  if (!first) return html``;
  const present = group.filter(({ state }) => state === 'present').length;
  const level = view.threat(first.threat.id).level;
  return html`<div class="tg"><h3>${level.charAt(0).toUpperCase() + level.slice(1)} <span class="q2">${categoryNames[first.threat.category] ?? first.threat.category}, ${present} of ${group.length} present</span></h3>${group.map((shown) => row(view, shown))}</div>
`;
}

function row(view: Page['view'], { threat, instances, total, mark, state }: ShownThreat): Markup {
  const { why, fix } = view.threat(threat.id);
  const short = threat.id.slice('threat/'.length);
  const [first] = instances;
  const here = threat.verdict === 'present' || threat.verdict === 'unknown' ? (first ? `${label(first.scope)}: ${first.message}` : '') : '';
  const left = total - instances.length;
  return html`<details class="t ${state}" id="${anchorOf(threat.id)}" data-c="${threat.components.join('|')}" data-k="${threat.category}"><summary>${marked(mark, short)}<h4>${threat.title}</h4><span class="q2">${sentence(here)}${total > 1 && here !== '' ? html` <b>+${total - 1}</b>` : null}</span>${threat.severity === null ? html`<span class="q2">${stateWord(state)}</span>` : severityMark(threat.severity)}</summary><div class="in"><p>${why}</p><ul class="ins">${instances.map((instance) => html`<li>${marked(verdictMark(instance.verdict), html`<b>${label(instance.scope)}</b> ${sentence(instance.message)}${instance.assumed ? html` <span class="q2">(assumed)</span>` : null}`)}${instance.control ? html` <span class="q2">stopped by ${label(instance.control)}</span>` : null}<ul class="ev">${instance.evidence.slice(0, mostPlaces).map(evidenceLine)}</ul></li>`)}</ul>${left > 0 ? html`<p class="q2">${many(left, 'more place')} in the JSON report.</p>` : null}<dl class="kv"><dt>Do</dt><dd>${fix}</dd><dt>Counts</dt><dd>${countsOf(threat.counts)}</dd></dl></div></details>
`;
}

function stateWord(state: string): string {
  return states.find(([name]) => name === state)?.[2] ?? state;
}

function verdictMark(verdict: string): Mark {
  return states.find(([name]) => name === verdict)?.[1] ?? 'unknown';
}

function countsOf(counts: Readonly<Record<string, number | undefined>>): string {
  const parts = states.flatMap(([state, , word]) => (counts[state] === undefined ? [] : [`${numbered(counts[state])} ${word}`]));
  return parts.length === 0 ? 'not decided by this version' : parts.join(', ');
}
