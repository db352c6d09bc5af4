import type { RecommendationResult } from '../../model/assessment.ts';
import { html, many, numbered, type Markup } from '../../draw/markup.ts';
import { anchorOf, filterRow, label, marked, peopleOf, place, recommendationMark, section, sentence, type Mark, type Page } from './parts.ts';

const words: readonly (readonly [mark: Mark, word: string])[] = [['bad', 'fail'], ['unknown', 'unknown'], ['person', 'ask a person'], ['good', 'pass'], ['none', 'not applicable']];

/** The hardening guide for this cluster: one mark a recommendation, then each with what decides it. */
export function guideSection(page: Page): Markup {
  const { assessment, view } = page;
  const people = peopleOf(assessment);
  const all = assessment.recommendations.map((result) => ({ result, mark: recommendationMark(result, people), text: view.recommendation(result.id) }));
  const chapters = [...Map.groupBy(all, ({ text }) => text.section.split(':')[0] ?? '')];
  const choices = words.flatMap(([mark, word]) => {
    const count = all.filter((each) => each.mark === mark).length;
    return count === 0 ? [] : [{ id: `gf-${mark}`, label: marked(mark, `${word} ${count}`), checked: mark === 'bad' }];
  });
  return section('guide', 'Hardening guide', `${numbered(all.length)} recommendations: our split and numbering of the NSA/CISA guidance, which has neither. One mark is one recommendation.`, [
    html`<div class="strips">${chapters.map(([chapter, list]) => html`<div class="strip"><h3>${chapter} <small>${list.filter(({ mark }) => mark === 'bad').length} of ${list.length} fail</small></h3><ul class="sqs">${list.map(({ result, mark, text }) => html`<li><a href="#${anchorOf(result.id)}" title="${short(result)} ${text.title}" class="m ${mark}"><span class="vh">${short(result)} ${text.title}: ${wordOf(mark)}</span></a></li>`)}</ul></div>`)}</div>`,
    filterRow('Recommendations to show', choices, { id: 'gq', label: 'Filter recommendations' }),
    html`<ul class="gl" id="gl">${all.map(({ result, mark, text }) => html`<li class="g ${mark}" id="${anchorOf(result.id)}">${marked(mark, short(result))}<div><b>${text.title}</b>${reason(page, result, mark)}</div></li>
`)}</ul>`,
  ]);
}

function short({ id }: RecommendationResult): string {
  return id.slice('nsa/'.length);
}

function wordOf(mark: Mark): string {
  return words.find(([each]) => each === mark)?.[1] ?? mark;
}

function reason({ assessment, view }: Page, { id, counts, evidence, gaps, assumed }: RecommendationResult, mark: Mark): Markup {
  const [first] = evidence;
  if (mark === 'bad') {
    const rest = counts.fail > 1 ? ` and ${many(counts.fail - 1, 'more place')}` : '';
    return html`<p>${first ? html`${label(first.object)}${rest} ${place(first.location)}` : many(counts.fail, 'place')}</p><p class="why">${view.recommendation(id).why}</p>`;
  }
  const asked = gaps.flatMap((gap) => assessment.gaps.find((each) => each.id === gap) ?? []);
  if (asked[0]) return html`<p>${sentence(asked[0].ask)}${asked.length > 1 ? ` And ${many(asked.length - 1, 'more question')}.` : ''}</p>`;
  const passed = counts.pass > 0 ? `${numbered(counts.pass)} judged${assumed ? ', assuming that every namespace was given whole' : ''}` : '';
  return html`<p>${passed}</p>`;
}
