import type { Assessment, Finding, RuleSummary } from '../../model/assessment.ts';
import { openFindings, sentenceOf, type Format, type FormatView } from '../format.ts';
import { many, printable } from '../screen.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text of an attribute or element: markup and every character that XML does not allow are shown as what they are. */
export function xml(text: string): string {
  return printable(text)
    .replaceAll(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

interface Case {
  readonly summary: RuleSummary;
  readonly open: readonly Finding[];
  readonly accepted: number;
}

function outcomeOf({ summary, open, accepted }: Case): 'failure' | 'skipped' | 'passed' {
  if (open.length > 0) return 'failure';
  return accepted > 0 || summary.verdict === 'unknown' || summary.verdict === 'not-applicable' ? 'skipped' : 'passed';
}

function whySkipped({ summary: { verdict, counts, gaps }, accepted }: Case): string {
  if (accepted > 0) return `${many(accepted, 'finding')} accepted by decision`;
  return verdict === 'unknown' ? `unknown for ${counts.unknown}: ${gaps.join(', ')}` : 'nothing here that it applies to';
}

function* caseChunks(each: Case, { rule }: FormatView, cluster?: string): Iterable<string> {
  const { id, theme, title, fix } = rule(each.summary.id);
  const head = `    <testcase classname="${xml(`glacis.${cluster === undefined ? '' : `${cluster}.`}${theme}`)}" name="${xml(`${id}: ${title}`)}"`;
  const outcome = outcomeOf(each);
  if (outcome === 'passed') return yield `${head}/>\n`;
  yield `${head}>\n`;
  const [first] = each.open;
  if (first) {
    yield `      <failure type="${first.severity}" message="${xml(`${many(each.open.length, 'finding')}, such as ${sentenceOf(first)}`)}">`;
    for (const finding of each.open) {
      const { severity, location, id: found } = finding;
      yield xml(`${severity} ${sentenceOf(finding)}${location ? ` at ${location.file}:${location.line}` : ''} (${found})`);
      yield '\n';
    }
    yield `${xml(fix)}</failure>\n`;
  } else yield `      <skipped message="${xml(whySkipped(each))}"/>\n`;
  yield '    </testcase>\n';
}

function countsOf(cases: readonly Case[]): string {
  const of = (outcome: string): number => cases.filter((each) => outcomeOf(each) === outcome).length;
  return `tests="${cases.length}" failures="${of('failure')}" errors="0" skipped="${of('skipped')}"`;
}

function casesOf(assessment: Assessment): readonly Case[] {
  const open = Map.groupBy(openFindings(assessment), ({ rule }) => rule);
  const accepted = Map.groupBy(assessment.findings.filter(({ decision }) => decision !== null), ({ rule }) => rule);
  return assessment.rules.map((summary) => ({ summary, open: open.get(summary.id) ?? [], accepted: accepted.get(summary.id)?.length ?? 0 }));
}

function* suites(cases: readonly Case[], view: FormatView, cluster?: string): Iterable<string> {
  for (const [theme, list] of Map.groupBy(cases, ({ summary }) => view.rule(summary.id).theme)) {
    yield `  <testsuite name="${xml(cluster === undefined ? theme : `${cluster} ${theme}`)}" ${countsOf(list)}>\n`;
    for (const each of list) yield* caseChunks(each, view, cluster);
    yield '  </testsuite>\n';
  }
}

function head(name: string, cases: readonly Case[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(name)}" ${countsOf(cases)}>\n`;
}

const junit: Format = {
  what: 'test results: a suite a theme, a case a rule',
  *chunks(assessment, view) {
    const cases = casesOf(assessment);
    yield head(`glacis ${assessment.input.name}`, cases);
    yield* suites(cases, view);
    yield '</testsuites>\n';
  },
  *several(assessments, view) {
    yield head(`glacis ${many(assessments.length, 'cluster')}`, assessments.flatMap(casesOf));
    for (const assessment of assessments) yield* suites(casesOf(assessment), view, assessment.input.name);
    yield '</testsuites>\n';
  },
};
export default junit;
