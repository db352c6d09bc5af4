import type { Finding } from '../../model/assessment.ts';
import type { Edit } from '../../model/change.ts';
import type { ExcerptLine } from '../../model/excerpt.ts';
import { fieldOf } from '../../model/object.ts';
import { cut, listed, printable } from '../screen.ts';
import { severities } from '../view.ts';
import { mostGroups, rowOf, type Group } from './groups.ts';
import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import { anchorOf, filterRow, label, place, section, sentence, severityMark, type Page } from './parts.ts';

const mostOfGroup = 12;
const mostNames = 30;
const mostExcerpts = 400;
const mostReferences = 12;

/** Findings by the object that a person would edit, the gravest first, with the lines of the file and the change. */
export function findingSection(page: Page): Markup {
  const { assessment, findings, groups } = page;
  const objects = groups.reduce((sum, { alike }) => sum + 1 + alike.length, 0);
  const shown = groups.slice(0, mostGroups);
  const left = groups.slice(mostGroups);
  const choices = severities.flatMap((severity) => {
    const count = groups.filter(({ findings: [first] }) => first?.severity === severity).reduce((sum, { alike }) => sum + 1 + alike.length, 0);
    return count === 0 ? [] : [{ id: `fs-${severity}`, label: html`${severityMark(severity)} ${many(count, 'object')}`, checked: true }];
  });
  const lead = findings.length === 0 ? `No finding${assessment.baseline ? ' that the baseline does not have' : ''} among what was read.` : `${numbered(findings.length)} ${findings.length === 1 ? 'finding' : 'findings'} on the ${many(objects, 'object')} that a person would edit, the gravest first. Pods of one template count once.${groups.length < objects ? ' Objects of one kind that break the same rules share a row.' : ''}`;
  const budget = { left: mostExcerpts };
  return section('findings', 'Findings', lead, [
    findings.length === 0 ? null : filterRow('Objects to show, by their gravest finding', choices, { id: 'fq', label: 'Filter by object, rule or file' }),
    html`<p class="print q2">On paper, what is high or critical is told whole, the rest in a line each unless it is open.</p><div id="fl">${shown.map((group, index) => objectRow(page, group, index === 0, budget))}</div>`,
    left.length === 0 ? null : html`<p class="q2 left">${numbered(left.reduce((sum, { alike }) => sum + 1 + alike.length, 0))} more objects with ${numbered(left.reduce((sum, { findings: own, alike }) => sum + own.length * (1 + alike.length), 0))} findings, none of them graver, are in the JSON report.</p>`,
    acceptedTable(assessment.findings),
  ]);
}

function objectRow(page: Page, { findings, alike }: Group, open: boolean, budget: { left: number }): Markup {
  const [first] = findings;
  if (!first) return html``;
  const shown = findings.slice(0, mostOfGroup);
  const notes = [...(first.byDesign === null ? [] : [`needs its power: ${first.byDesign}`]), ...(first.managedBy === null ? [] : [`managed by ${first.managedBy}`])];
  return html`<details class="o ${first.severity}" id="${rowOf(first.id)}"${open ? html` open` : null}><summary>${severityMark(first.severity)}<h3>${label(first.object)}${alike.length > 0 ? html` <span class="q2">and ${numbered(alike.length)} alike</span>` : null}</h3><span class="w">${sentence(first.message)}</span><span class="k">${findings.length > 1 ? `+${findings.length - 1}` : ''}</span></summary><div class="in">${notes.length > 0 ? html`<p class="q2">${notes.join('; ')}</p>` : null}${alike.length > 0 ? html`<p class="q2">The same in ${listed(alike.slice(0, mostNames).map(label), mostNames)}${alike.length > mostNames ? ` and ${numbered(alike.length - mostNames)} more` : ''}.</p>` : null}${shown.map((finding) => findingBlock(page, finding, budget))}${findings.length > shown.length ? html`<p class="q2">${many(findings.length - shown.length, 'more finding')} in the JSON report.</p>` : null}</div></details>
`;
}

function findingBlock({ view }: Page, finding: Finding, budget: { left: number }): Markup {
  const { id, rule, severity, message, container, references, location, field, value, change, instances, assumed } = finding;
  const text = view.rule(rule);
  const excerpt = budget.left-- > 0 ? view.excerpt(finding) : null;
  const cited = references.filter((each) => each.startsWith('nsa/') || each.startsWith('threat/'));
  const others = references.filter((each) => !cited.includes(each));
  const edits = change === null ? [] : change.edits.map(editText);
  return html`<article class="fi" id="f-${id}">${severityMark(severity)}<h4>${container === null ? null : html`<span class="q2">container ${container}</span> `}${sentence(message)}${instances > 1 ? html` <span class="q2">${numbered(instances)} instances</span>` : null}</h4><span class="ref">${cited.map((each) => html`<a href="#${anchorOf(each)}">${each}</a> `)}<code>${rule}</code></span><div><p>${text.why}</p>${excerpt ? html`<p>${place(location)}</p>` : html`<p><code>${sentence(field)}${value === null ? html` <span class="q2">not set</span>` : `: ${sentence(value)}`}</code> ${place(location)}</p>`}${excerpt ? html`<div class="two">${codeLines('The lines of the file', excerpt.lines)}${excerpt.change.length > 0 ? codeLines(change?.title ?? 'The change', excerpt.change) : edits.length > 0 ? codeLines(change?.title ?? 'The change', edits) : null}</div>` : edits.length > 0 ? codeLines(change?.title ?? 'The change', edits) : null}<dl class="kv"><dt>Do</dt><dd>${change === null ? text.fix : html`<b>${sentence(change.title)}.</b> ${text.fix}`}</dd>${change === null ? null : html`<dt>May break</dt><dd>${change.breaks}</dd>`}${change?.verify === undefined ? null : html`<dt>Verify</dt><dd><code>${change.verify}</code></dd>`}<dt>Severity</dt><dd>${view.factorLine(finding.factors)}${assumed ? '; assumes that every namespace was given whole' : ''}</dd>${others.length > 0 ? html`<dt>Cited by</dt><dd>${listed(others, mostReferences)}</dd>` : null}</dl></div></article>`;
}

/** Lines of a file; those without a number are new. */
export function codeLines(title: string, lines: readonly ExcerptLine[]): Markup {
  const signs: Readonly<Record<ExcerptLine['sign'], string>> = { same: ' ', marked: ' ', removed: '-', added: '+' };
  const wide = lines.some(({ sign }) => sign === 'removed' || sign === 'added');
  return html`<figure class="code"><figcaption>${sentence(title)}</figcaption><pre tabindex="0">${lines.map(({ number, text, sign }) => html`<span class="${sign}"><i>${number === null ? '' : String(number)}</i>${wide ? `${signs[sign]} ` : null}${lineText(text)}
</span>`)}</pre></figure>`;
}

const longestLine = 200;

function lineText(text: string): string {
  return cut(text, longestLine);
}

function editText(edit: Edit): ExcerptLine {
  if (edit.op === 'delete') return { number: null, sign: 'removed', text: 'the object' };
  if (edit.op === 'create') return { number: null, sign: 'added', text: `${edit.object.kind} ${edit.object.metadata.name}: ${JSON.stringify(edit.object['spec'] ?? {})}` };
  if (edit.op === 'remove') return { number: null, sign: 'removed', text: fieldOf(edit.path) };
  return { number: null, sign: 'added', text: `${fieldOf(edit.path)}: ${JSON.stringify(edit.value) ?? ''}` };
}

function acceptedTable(findings: readonly Finding[]): Markup | null {
  const accepted = findings.filter(({ decision }) => decision !== null);
  if (accepted.length === 0) return null;
  const shown = accepted.slice(0, mostGroups);
  return html`<details class="more" id="accepted"><summary>${many(accepted.length, 'finding')} accepted by a person</summary><table><thead><tr><th scope="col">Finding</th><th scope="col">Why</th><th scope="col">Who</th><th scope="col">Until</th><th scope="col">Said in</th></tr></thead><tbody>${shown.map(({ object, message, decision }) => html`<tr><th scope="row">${label(object)}: ${sentence(message)}</th><td>${printable(decision?.reason ?? '')}</td><td>${decision?.owner ?? ''}</td><td>${decision?.until ?? 'no end'}</td><td><code>${decision?.source ?? ''}</code></td></tr>`)}</tbody></table>${accepted.length > shown.length ? html`<p class="q2">${many(accepted.length - shown.length, 'more')} in the JSON report.</p>` : null}</details>`;
}
