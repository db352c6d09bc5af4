import type { Finding, Severity } from '../../model/assessment.ts';
import { merged, openFindings, sentenceOf, type Format, type FormatView } from '../format.ts';
import { many, printable } from '../screen.ts';

type Level = 'error' | 'warning' | 'notice';

const levelOf: Readonly<Record<Severity, Level>> = { critical: 'error', high: 'error', medium: 'warning', low: 'notice' };
const levels: readonly Level[] = ['error', 'warning', 'notice'];
// A step shows no more annotations than these of each level; the rest would vanish without a word.
const mostOfLevel = 10;

/** Text after `::`, where only these three are escapes. A `##[` anywhere in a line is a command of the old form. */
export function data(text: string): string {
  return printable(text).replaceAll('##[', '# #[').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

interface Placed {
  readonly finding: Finding;
  /** Named where there are several. */
  readonly cluster?: string;
}

function annotation({ finding, cluster }: Placed, { rule }: FormatView): string {
  const { location, title } = finding;
  const place = location ? [`file=${property(location.file)}`, `line=${location.line}`, `col=${location.column}`] : [];
  const parts = [...place, `title=${property(`${title} (${finding.severity})`)}`].join(',');
  return `::${levelOf[finding.severity]} ${parts}::${data(`${prefix(cluster)}${sentenceOf(finding)}. ${finding.change?.title ?? rule(finding.rule).fix} (${finding.rule}, ${finding.id})`)}\n`;
}

function prefix(cluster: string | undefined): string {
  return cluster === undefined ? '' : `${cluster}: `;
}

function* chunksOf(all: readonly Placed[], view: FormatView): Iterable<string> {
  const byLevel = Map.groupBy(all, ({ finding }) => levelOf[finding.severity]);
  for (const level of levels) {
    const findings = byLevel.get(level) ?? [];
    const shown = findings.length <= mostOfLevel ? findings : findings.slice(0, mostOfLevel - 1);
    for (const placed of shown) yield annotation(placed, view);
    const left = findings.length - shown.length;
    if (left > 0) yield `::${level} title=${property(`${many(left, 'more finding')}`)}::${data(`${many(left, 'more finding')} of this level: a step shows ten annotations of each. All of them are in the log below.`)}\n`;
  }
  yield `::group::Glacis: ${many(all.length, 'finding')}\n`;
  // A line of the log that begins with the severity is no command, whatever the names in it are.
  for (const { finding, cluster } of all) yield `${finding.severity} ${data(`${prefix(cluster)}${sentenceOf(finding)} (${finding.rule}, ${finding.id})`)}\n`;
  yield '::endgroup::\n';
}

const github: Format = {
  what: 'annotations of GitHub Actions, the gravest of each level',
  chunks: (assessment, view) => chunksOf(openFindings(assessment).map((finding) => ({ finding })), view),
  several: (assessments, view) => chunksOf([...merged(assessments)], view),
};
export default github;
