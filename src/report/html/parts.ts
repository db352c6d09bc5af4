import type { Assessment, Finding, Located, Location, RecommendationResult, RuleVerdict, Severity, ThreatInstanceResult, ThreatResult, ThreatVerdict } from '../../model/assessment.ts';
import type { ObjectRef } from '../../model/object.ts';
import { openFindings, type FormatView } from '../format.ts';
import { cut } from '../screen.ts';
import { labelOf } from '../view.ts';
import { groupsOf, mostGroups, rowOf, type Group } from './groups.ts';
import { html, type Markup } from '../../draw/markup.ts';

/** Paths that the page tells. */
export const mostPaths = 30;
const longestText = 400;
const mostInstances = 6;
const longestPlace = 90;

/** A verdict as the page shows it: its own mark, its own word. */
export type Mark = 'bad' | 'unknown' | 'person' | 'good' | 'empty' | 'none' | 'later';

export interface ShownThreat {
  readonly threat: ThreatResult;
  /** The first few: of a large cluster nobody keeps all. */
  readonly instances: readonly ThreatInstanceResult[];
  readonly total: number;
  readonly mark: Mark;
  /** What a filter and a style call it. */
  readonly state: string;
}

/** Everything that several sections ask for, made once. */
export interface Page {
  readonly assessment: Assessment;
  readonly view: FormatView;
  readonly findings: readonly Finding[];
  readonly threats: readonly ShownThreat[];
  readonly groups: readonly Group[];
  /** Ids of the rows of objects that the page has. */
  readonly shown: ReadonlySet<string>;
}

export function pageOf(assessment: Assessment, view: FormatView): Page {
  const threats = assessment.threats.map((threat): ShownThreat => {
    const { instances } = threat;
    return { threat, instances: instances.slice(0, mostInstances), total: instances.length, ...stateOf(threat) };
  });
  const findings = openFindings(assessment);
  const groups = groupsOf(findings);
  return { assessment, view, findings, threats, groups, shown: new Set(groups.slice(0, mostGroups).map(({ findings: [first] }) => rowOf(first?.id ?? ''))) };
}

function stateOf({ verdict, assessed }: ThreatResult): { readonly mark: Mark; readonly state: string } {
  return assessed ? { mark: threatMarks[verdict], state: verdict } : { mark: 'later', state: 'later' };
}

const threatMarks: Readonly<Record<ThreatVerdict, Mark>> = { present: 'bad', unknown: 'unknown', absent: 'empty', mitigated: 'good', 'not-applicable': 'none' };
const ruleMarks: Readonly<Record<RuleVerdict, Mark>> = { fail: 'bad', unknown: 'unknown', pass: 'good', 'not-applicable': 'none' };

/** Unknown is split by who can answer: what only a person knows has a mark of its own. */
export function recommendationMark({ verdict, gaps }: RecommendationResult, people: ReadonlySet<string>): Mark {
  return verdict === 'unknown' && gaps.length > 0 && gaps.every((gap) => people.has(gap)) ? 'person' : ruleMarks[verdict];
}

/** Ids of the questions that only a person can answer. */
export function peopleOf({ gaps }: Assessment): ReadonlySet<string> {
  return new Set(gaps.filter(({ source }) => source === 'person').map(({ id }) => id));
}

export function severityMark(severity: Severity): Markup {
  return html`<span class="sev ${severity}">${severity}</span>`;
}

/** `deploy/web.yaml:12`. */
export function place(location: Location | null): Markup | null {
  return location && html`<code class="loc">${location.file}:${String(location.line)}</code>`;
}

/** As `place`, of a long path its end. */
export function shortPlace(location: Location | null): Markup | null {
  if (!location || location.file.length <= longestPlace) return place(location);
  return html`<code class="loc">…${location.file.slice(location.file.indexOf('/', location.file.length - longestPlace))}:${String(location.line)}</code>`;
}

export function label(ref: ObjectRef): string {
  return cut(labelOf(ref), longestText);
}

export function sentence(text: string): string {
  return cut(text, longestText);
}

/** Object, field and value, then where it stands. */
export function evidenceLine({ object, field, seen, location }: Located): Markup {
  return html`<li>${label(object)} <code>${sentence(field)}${seen === null ? html` <span class="q2">not set</span>` : `: ${sentence(seen)}`}</code> ${place(location)}</li>`;
}

/** Characters that an id of the page may have; what stands in the way becomes a dash. */
export function anchor(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.-]/g, '-').slice(0, 80);
}

/** `#g-P11` of `nsa/P11`, `#KUB-04` of `threat/KUB-04`. */
export function anchorOf(id: string): string {
  if (id.startsWith('nsa/')) return `g-${anchor(id.slice('nsa/'.length))}`;
  return anchor(id.slice(id.indexOf('/') + 1));
}

/** A section of the page. */
export function section(id: string, title: string, lead: Markup | string, body: readonly (Markup | null)[]): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2><p class="lead">${lead}</p>${body}</section>
`;
}

export interface Choice {
  readonly id: string;
  readonly label: Markup;
  readonly checked: boolean;
}

/** Check boxes that work without JavaScript, and a search field that needs it. */
export function filterRow(legend: string, choices: readonly Choice[], search: { readonly id: string; readonly label: string }): Markup {
  return html`<fieldset class="flt"><legend class="vh">${legend}</legend>${choices.map(({ id, label: text, checked }) => html`<input type="checkbox" id="${id}"${checked ? html` checked` : null}><label for="${id}">${text}</label>`)}<input class="js-only" type="search" id="${search.id}" placeholder="${search.label}" aria-label="${search.label}"><output class="js-only" for="${search.id}" id="${search.id}-n"></output></fieldset>`;
}

/** A word with its mark. */
export function marked(mark: Mark, text: Markup | string): Markup {
  return html`<span class="m ${mark}">${text}</span>`;
}
