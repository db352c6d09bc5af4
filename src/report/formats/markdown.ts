import type { Assessment, Finding, ThreatResult } from '../../model/assessment.ts';
import type { PlanResult } from '../../model/plan.ts';
import { byOwner } from '../by-owner.ts';
import { openFindings, type Format, type FormatView } from '../format.ts';
import { escaped } from '../markdown-explain.ts';
import { planSentence, turns } from '../plan.ts';
import { cut, many, printable } from '../screen.ts';
import { labelOf, severities } from '../view.ts';

// A comment on a pull request may have 65,536 characters; the rest of the page needs some of them.
const mostBytes = 60_000;
const mostRows = 50;
const mostThreats = 10;
const longestText = 300;

/** Text of the cluster in a table or sentence. What GitHub would make a mention, a reference or a link of is shown as code. */
export function plain(text: string): string {
  const short = cut(printable(text), longestText);
  return /[@`\\]|:\/\/|www\.|#\d|\bGH-\d/i.test(short) ? code(short) : escaped(short);
}

/** Text as code in a table: no backtick or bar of it ends anything. */
export function code(text: string): string {
  return `\`${cut(printable(text), longestText).replaceAll('`', "'").replaceAll('\\', '⧵').replaceAll('|', '\\|')}\``;
}

function row(finding: Finding): string {
  const { severity, object, container, message, location, rule, instances } = finding;
  const where = location ? code(`${location.file}:${location.line}`) : '';
  const text = `${plain(`${container === null ? '' : `container ${container} `}${message}`)}${instances > 1 ? ` (${instances} instances)` : ''}`;
  return `| ${severity} | ${code(labelOf(object))} | ${text} | ${where} | ${code(rule)} |\n`;
}

function threatRow({ id, severity, title, instances }: ThreatResult): string {
  const present = instances.filter(({ verdict }) => verdict === 'present');
  const first = present[0] ? ` at ${code(labelOf(present[0].scope))}` : '';
  return `- ${severity ?? ''} ${code(id)} ${escaped(title)}${first}${present.length > 1 ? ` and ${present.length - 1} more` : ''}\n`;
}

function headline(assessment: Assessment): string {
  const { summary, baseline } = assessment;
  const counts = severities.filter((severity) => summary.findings[severity] > 0).map((severity) => `**${summary.findings[severity]} ${severity}**`);
  const total = severities.reduce((sum, severity) => sum + summary.findings[severity], 0);
  const kind = baseline ? 'new finding' : 'finding';
  const found = total === 0 ? `No ${kind}s` : `${many(total, kind)} on ${many(summary.objects, 'object')}: ${counts.join(', ')}`;
  const notes = [...(baseline ? [`${baseline.known} known from the baseline, ${baseline.gone} gone`] : []), ...(summary.accepted > 0 ? [`${summary.accepted} accepted`] : [])];
  return `${found}.${notes.length === 0 ? '' : ` ${notes.join('; ')}.`}`;
}

function notes({ input, summary }: Assessment): readonly string[] {
  return [
    ...(summary.questions > 0 ? [`${many(summary.questions, 'question')} ${summary.questions === 1 ? 'holds' : 'hold'} up ${many(summary.blocked, 'verdict')} that are unknown: what was not read is no pass.`] : []),
    ...(input.problems.length > 0 ? [`${many(input.problems.length, 'problem')} while reading, such as ${code(`${input.problems[0]?.file ?? ''}:${input.problems[0]?.line ?? 0}`)}: ${plain(input.problems[0]?.message ?? '')}`] : []),
    ...(input.skipped.length > 0 ? [`Not read: ${input.skipped.map(({ reason, count }) => `${reason} (${count})`).join(', ')}.`] : []),
  ];
}

function* chunks(assessment: Assessment, { sources }: FormatView, most: number = mostBytes, cluster: number = 1): Iterable<string> {
  const findings = openFindings(assessment);
  const present = assessment.threats.filter(({ verdict }) => verdict === 'present').toSorted((a, b) => severities.indexOf(a.severity ?? 'low') - severities.indexOf(b.severity ?? 'low'));
  let left = most;
  const take = (text: string): boolean => {
    left -= Buffer.byteLength(text);
    return left >= 0;
  };
  yield `## Glacis: ${plain(assessment.input.name)}\n\n${headline(assessment)}\n`;
  if (findings.length > 0) {
    let shown = 0;
    for (const { owner, part } of byOwner({ ...assessment, findings: findings.slice(0, Math.ceil(mostRows / cluster)) })) {
      yield `${owner === undefined ? '' : `\n### ${owner === '' ? 'Of nobody' : plain(owner)}\n`}\n| Severity | Object | Finding | Where | Rule |\n| --- | --- | --- | --- | --- |\n`;
      for (const finding of part.findings) {
        const text = row(finding);
        if (!take(text)) break;
        yield text;
        shown++;
      }
    }
    if (shown < findings.length) yield `\n${many(findings.length - shown, 'more finding')} left out here, the gravest are shown: ${code(`glacis scan --all ${sources}`.trim())} lists all.\n`;
  }
  if (assessment.plan) yield* planText(assessment.plan, take);
  if (present.length > 0) {
    yield `\n<details><summary>${many(present.length, 'threat')} present</summary>\n\n`;
    for (const threat of present.slice(0, mostThreats)) {
      const text = threatRow(threat);
      if (take(text)) yield text;
    }
    yield `${present.length > mostThreats ? `- ${present.length - mostThreats} more: \`glacis threats\`\n` : ''}\n</details>\n`;
  }
  for (const note of notes(assessment)) if (take(note)) yield `\n${note}\n`;
}

const mostChanges = 10;

function* planText(plan: PlanResult, take: (text: string) => boolean): Iterable<string> {
  const head = `\n### The fewest changes\n\n${escaped(planSentence(plan))}\n`;
  if (!take(head)) return;
  yield head;
  if (plan.changes.length === 0) return;
  yield '\n| | Change | Where | Starting points left | May break |\n| --- | --- | --- | --- | --- |\n';
  for (const [index, { change, before }] of turns(plan).slice(0, mostChanges).entries()) {
    const text = `| ${index + 1} | ${plain(change.title)} | ${change.diff[0] ? code(change.diff[0].where) : ''} | ${before.starts} → ${change.left.starts} | ${plain(change.breaks)} |\n`;
    if (!take(text)) break;
    yield text;
  }
  if (plan.changes.length > mostChanges) yield `\n${many(plan.changes.length - mostChanges, 'more change')}: ${code('glacis plan')}\n`;
}

const mostClusters = 20;

function* several(assessments: readonly Assessment[], view: FormatView): Iterable<string> {
  yield `## Glacis: ${many(assessments.length, 'cluster')}\n\n| Cluster | Objects | Critical | High | Medium | Low |\n| --- | --- | --- | --- | --- | --- |\n`;
  const listed = assessments.slice(0, mostClusters * 5);
  for (const { input, summary } of listed) yield `| ${code(cut(input.name, 80))} | ${input.objects} | ${severities.map((severity) => summary.findings[severity]).join(' | ')} |\n`;
  if (assessments.length > listed.length) yield `\n${many(assessments.length - listed.length, 'more cluster')} left out here: all are in the JSON report.\n`;
  const shown = assessments.slice(0, mostClusters);
  for (const assessment of shown) {
    yield '\n';
    yield* chunks(assessment, view, Math.floor(mostBytes / shown.length / 1.5) - 600, shown.length);
  }
}

const markdown: Format = {
  what: 'short enough for a comment on a pull request',
  chunks: (assessment, view) => chunks(assessment, view),
  several,
};
export default markdown;
