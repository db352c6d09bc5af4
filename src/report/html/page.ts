import { hash } from 'node:crypto';
import type { Assessment } from '../../model/assessment.ts';
import type { FormatView } from '../format.ts';
import { findingSection } from './findings.ts';
import { guideSection } from './guide.ts';
import { html, numbered, raw, type Markup } from '../../draw/markup.ts';
import { headline, overviewSection } from './overview.ts';
import { pageOf, type Page } from './parts.ts';
import { attackOf, pathSection } from './paths.ts';
import { pictureSection } from './picture.ts';
import { planSection } from './plan.ts';
import { questionSection } from './questions.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { threatSection } from './threats.ts';

/** Nothing is loaded and nothing runs but the style and the script of this page, which hold no text of the cluster. */
const policy = `default-src 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

function digest(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`;
}

const sections: readonly ((page: Page) => Markup | null)[] = [overviewSection, pictureSection, pathSection, planSection, threatSection, guideSection, findingSection, questionSection];

/** The page, section by section. */
export function* pageChunks(assessment: Assessment, view: FormatView): Iterable<string> {
  const page = pageOf(assessment, view);
  yield head(page).toString();
  for (const make of sections) {
    const made = make(page);
    if (made) yield made.toString();
  }
  yield foot(page).toString();
}

function head(page: Page): Markup {
  const { assessment } = page;
  const { before = '', text, grave } = headline(assessment);
  return opening(`${assessment.input.name}: ${`${before} ${grave} ${text}`.trim()}`, links(page));
}

/** All above the first section. */
export function opening(title: string, navigation: Markup): Markup {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${raw(policy)}"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><title>${title}. Glacis</title><link rel="icon" href="data:,"><style>${raw(style)}</style></head>
<body><a class="skip" href="#overview">To the content</a><header class="top"><div class="wrap"><a class="brand" href="#overview"><svg width="22" height="16" viewBox="0 0 22 16" aria-hidden="true"><path class="lg" d="M1 14.5h6L13.5 2H21M9.5 14.5l1-2M13 14.5l2-4M16.500 14.5l3-6"/></svg>Glacis</a><nav aria-label="Sections"><a href="#overview">Overview</a>${navigation}</nav><fieldset class="theme"><legend class="vh">Colours</legend><input type="radio" name="th" id="th-a" checked><label for="th-a">Auto</label><input type="radio" name="th" id="th-l"><label for="th-l">Light</label><input type="radio" name="th" id="th-d"><label for="th-d">Dark</label></fieldset></div></header>
<main class="wrap"><svg class="vh" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hp" d="M0 0v5"/></pattern></defs></svg>
`;
}

function links({ assessment, threats, findings }: Page): Markup {
  const present = threats.filter(({ state }) => state === 'present').length;
  const { paths } = attackOf(assessment);
  const { plan } = assessment;
  const list: readonly (readonly [string, string, number | null])[] = [
    ['picture', 'Picture', null], ...(paths.length > 0 ? [['paths', 'Paths', paths.length] as const] : []), ...(plan ? [['plan', 'Plan', plan.changes.length] as const] : []), ['threats', 'Threats', present], ['guide', 'Guide', assessment.summary.recommendations.fail], ['findings', 'Findings', findings.length], ['questions', 'Questions', assessment.summary.questions],
  ];
  return html`${list.map(([id, word, count]) => html`<a href="#${id}">${word}${count === null ? null : html` <i>${numbered(count)}</i>`}</a>`)}`;
}

function foot({ assessment: { tool, input } }: Page): Markup {
  return closing(tool, `${numbered(input.objects)} objects of ${numbered(input.kinds)} kinds`);
}

/** All below the last section. */
export function closing(tool: Assessment['tool'], read: string): Markup {
  return html`<footer><span>Glacis ${tool.version}</span><span>knows ${tool.knowledge}</span><span>${read}</span><span>Nothing was sent anywhere; no value of a Secret is in this page.</span></footer></main><script>${raw(script)}</script></body></html>
`;
}
