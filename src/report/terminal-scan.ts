import type { Assessment, GapResult, Severity } from '../model/assessment.ts';
import { byOwner } from './by-owner.ts';
import { planLines } from './terminal-plan.ts';
import { allFindings } from './terminal-all.ts';
import { findingTable } from './terminal-findings.ts';
import { reachLines } from './terminal-reaches.ts';
import { many, printable, styled, wide, wrapped, cut, type Screen } from './screen.ts';
import { problemText, questionsBySource, severityCounts, type View } from './view.ts';

const margin = 10;
const shownQuestions = 3;
const shownProblems = 3;

/** The screen of `glacis scan`: what was read, what was not, threats, findings by object, questions, what to do next. */
export function scanScreen(assessment: Assessment, screen: Screen, view: View): string {
  const findings = byOwner(assessment).flatMap(({ owner, part }, index) => [...(owner === undefined ? [] : [...(index > 0 ? [''] : []), ownerLine(owner, screen)]), ...(view.all ? allFindings(part, screen, view) : findingTable(part, screen, view))]);
  const parts = [headerLines(assessment, screen, view), reachLines(assessment, screen, view), planLines(assessment, screen), threatLines(assessment, screen), findings, questionLines(assessment, screen, view), nextLines(assessment, screen, view)];
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function ownerLine(owner: string, screen: Screen): string {
  return styled(owner === '' ? 'OF NOBODY' : `OF ${printable(owner)}`, 'bold', screen);
}

function headerLines(assessment: Assessment, screen: Screen, view: View): readonly string[] {
  const { input, summary } = assessment;
  const room = screen.columns - margin;
  const lines = [...titleLines(assessment, screen, view)];
  const read = input.sources.map(({ source, objects, documents, files }) => `${source === '-' ? 'standard input' : printable(source)}: ${many(objects, 'object')} in ${many(documents, 'document')} of ${many(files, 'file')}`);
  lines.push(...labelled('read', read.flatMap((line) => wrapped(line, room)), screen));
  const skipped = input.skipped.map(({ reason, count, examples }) => `${reason === 'no file of manifests' ? 'files of another kind' : reason} (${view.all ? examples.map(printable).join(', ') : ''}${view.all && count > examples.length ? ` and ${count - examples.length} more` : ''}${view.all ? '' : count})`).join(', ');
  const shown = view.all ? input.problems : input.problems.slice(0, shownProblems);
  const problems = shown.flatMap((problem) => {
    const place = `${problem.file}:${problem.line}`;
    return view.all ? wrapped(printable(`${place} ${problemText(problem)}`), room) : [cut(printable(`${place} ${problem.message}`), room)];
  });
  const hidden = input.problems.length - shown.length;
  lines.push(...labelled('not read', [...(skipped === '' ? [] : wrapped(skipped, room)), ...problems, ...(hidden > 0 ? [`${many(hidden, 'more problem')}: --all`] : [])], screen));
  lines.push(...labelled('assumed', input.assumptions.flatMap((text) => wrapped(printable(text), room)), screen));
  if (assessment.baseline) lines.push(...labelled('baseline', wrapped(printable(`${assessment.baseline.name}: ${many(assessment.baseline.known, 'finding')} known and left out, ${assessment.baseline.gone} gone`), room), screen));
  lines.push(...labelled('decided', decisionLines(assessment, view).flatMap((line) => wrapped(line, room)), screen));
  if (input.duplicates.length > 0) lines.push(`${' '.repeat(margin)}${many(input.duplicates.length, 'object')} given more than once: all are judged, the last one counts`);
  if (summary.questions > 0) {
    const by = wrapped(`${many(summary.questions, 'question')} ${summary.questions === 1 ? 'decides' : 'decide'} ${many(summary.blocked, 'unknown verdict')}: ${questionsBySource(assessment)}`, room);
    lines.push(...by.map((line, index) => ' '.repeat(margin) + (index === 0 ? line.replace(/^\d+ questions?/, (words) => styled(words, 'bold', screen)) : line)));
  }
  return lines;
}

/** What people decided, and which of their decisions need them again. */
function decisionLines({ decisions, summary }: Assessment, { all }: View): readonly string[] {
  if (decisions.length === 0) return [];
  const idle = decisions.filter(({ state }) => state !== 'active');
  const counts = (['expired', 'unused', 'redundant'] as const).flatMap((state) => {
    const count = idle.filter((each) => each.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const answered = decisions.filter(({ kind, state }) => kind === 'attestation' && state === 'active').length;
  const head = [`${many(summary.accepted, 'finding')} accepted`, ...(answered > 0 ? [`${many(answered, 'question')} answered`] : []), ...(counts.length > 0 ? [`of ${many(decisions.length, 'decision')} ${counts.join(', ')}${all ? '' : ' (--all)'}`] : [])].join('; ');
  const shown = all ? idle.map(({ state, kind, about, source, until, owner }) => printable(`${state}: ${kind} for ${about} by ${owner}${until === null ? '' : ` until ${until}`}, ${source}`)) : [];
  return [head, ...shown];
}

function titleLines({ input }: Assessment, screen: Screen, { seconds }: View): readonly string[] {
  const name = printable(input.name);
  const version = input.kubernetesVersion === null ? 'version not known' : `Kubernetes ${printable(input.kubernetesVersion)}`;
  const facts = [version, many(input.nodes, 'node'), many(input.workloads, 'workload'), many(input.pods, 'pod')].join('  ');
  const time = seconds === undefined ? '' : `${seconds.toFixed(1)} s`;
  const space = screen.columns - name.length - 2 - facts.length - time.length;
  if (space < 0) return [styled(name, 'bold', screen), ...wrapped(facts.replaceAll('  ', ', '), screen.columns - margin).map((line) => ' '.repeat(margin) + line)];
  return [`${styled(name, 'bold', screen)}  ${facts}${time === '' || space < 2 ? '' : ' '.repeat(space) + styled(time, 'dim', screen)}`];
}

function labelled(label: string, lines: readonly string[], screen: Screen): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? styled(label, 'dim', screen) + ' '.repeat(margin - label.length) : ' '.repeat(margin)}${line}`);
}

function threatLines({ threats, summary }: Assessment, screen: Screen): readonly string[] {
  const { present, unknown, absent, mitigated } = summary.threats;
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { verdict, severity } of threats) if (verdict === 'present' && severity !== null) counts[severity]++;
  const rest = [`${unknown - summary.notAssessed} unknown`, `${absent} absent`, `${mitigated} mitigated`, `${summary.threats['not-applicable']} not applicable`].join(', ');
  const undecided = summary.notAssessed === 0 ? '' : `${summary.notAssessed} of ${threats.length} described and not decided by this version`;
  const head = `${styled('THREATS', 'bold', screen)}   ${present} present${present === 0 ? '' : `: ${severityCounts(counts, screen)}`}`;
  if (screen.columns >= wide) return [`${head}; ${rest}`, ...(undecided === '' ? [] : [' '.repeat(margin) + undecided])];
  return [head, `${' '.repeat(margin)}${rest}`, ...(undecided === '' ? [] : [' '.repeat(margin) + undecided])];
}

function questionLines({ gaps }: Assessment, screen: Screen, view: View): readonly string[] {
  const open = gaps.filter(({ source }) => source !== 'not-assessed' && (view.all || source !== 'person'));
  if (open.length === 0) return [];
  const shown = view.all ? open : open.slice(0, shownQuestions);
  const hidden = open.length - shown.length;
  return [
    `${styled('QUESTIONS', 'bold', screen)} that decide the most verdicts`,
    ...shown.flatMap((gap) => questionLine(gap, screen, view)),
    ...(hidden > 0 ? [`      ${many(hidden, 'more question')}: --all`] : []),
  ];
}

function questionLine({ id, blocks, ask }: GapResult, screen: Screen, view: View): readonly string[] {
  const count = String(blocks.rules + blocks.recommendations + blocks.threats).padStart(4);
  const lines = wrapped(printable(ask), screen.columns - 6).map((line, index) => `${index === 0 ? count : '    '}  ${line}`);
  return view.all ? [...lines, `      ${styled(printable(id), 'dim', screen)}`] : lines;
}

function nextLines({ paths, plan, findings }: Assessment, screen: Screen, { sources, all }: View): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ...(paths.length === 0 ? [] : [['glacis paths', 'the paths, step by step'] as const]),
    ...(paths.length === 0 ? [] : [['glacis plan', plan ? 'the changes with side effects, proof and undo' : 'the changes that cut them'] as const]),
    ['glacis threats', 'the threat model'],
    ...(all ? [] : [['glacis scan --all', 'every finding with its factors'] as const]),
    [`glacis explain ${findings[0]?.id ?? 'ID'}`, findings.length === 0 ? 'a rule, threat or word' : 'the first finding, explained'],
  ];
  const words = rows.map(([command, what]) => [sources === '' ? command : `${command} ${sources}`, what] as const);
  const width = Math.max(...words.map(([command]) => command.length));
  // What is to be copied is never cut; the words beside it go where there is no room for them.
  const fits = (what: string): boolean => 6 + width + 2 + what.length <= screen.columns;
  return words.map(([command, what], index) => `${index === 0 ? styled('next', 'dim', screen) : '    '}  ${fits(what) ? `${command.padEnd(width)}  ${what}` : command}`);
}
