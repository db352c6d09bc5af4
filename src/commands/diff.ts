import { statSync } from 'node:fs';
import { nounOf } from '../attack/words.ts';
import { compare, stateOf, worsened } from '../decisions/compare.ts';
import { reportState } from '../decisions/report-state.ts';
import type { Severity } from '../model/assessment.ts';
import type { State } from '../model/difference.ts';
import { diffMarkdown, diffScreen } from '../report/diff.ts';
import { safeJson } from '../report/json.ts';
import { toolOf } from '../assess.ts';
import { SourceError } from '../collect/index.ts';
import { exit, UsageError } from './exit.ts';
import { gitTree } from './git-tree.ts';
import { print, screenFor } from './print.ts';
import { readReport } from './report-file.ts';
import { readAndAssess, type ReadOptions } from './read.ts';
import { sayUnread, whyNothing } from './unread.ts';

export interface DiffOptions extends ReadOptions {
  readonly format?: string;
  readonly output?: string;
  readonly failOn?: Severity;
  readonly all?: boolean;
}

const levels: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** `glacis diff A B`: what became new, what is gone, what changed. */
export async function diff(before: string, after: string, options: DiffOptions): Promise<number> {
  const removals: (() => void)[] = [];
  try {
    const unread: number[] = [];
    const old = await stateAt(before, options, removals, unread);
    const now = await stateAt(after, options, removals, unread);
    const difference = compare(old, now, toolOf());
    const text = (): string => {
      if (options.format === 'json') return `${safeJson(difference)}\n`;
      return options.format === 'markdown' ? diffMarkdown(difference, nounOf) : diffScreen(difference, screenFor(options.output), options.all === true, nounOf);
    };
    print(text(), options.output);
    const status = Math.max(exit.done, ...unread);
    const bar = options.failOn === undefined ? Infinity : levels.indexOf(options.failOn);
    return worsened(difference).some((severity) => levels.indexOf(severity) >= bar) ? Math.max(status, exit.failOn) : status;
  } finally {
    for (const remove of removals) remove();
  }
}

async function stateAt(source: string, options: ReadOptions, removals: (() => void)[], unread: number[]): Promise<State> {
  if (source.startsWith('git:')) {
    const tree = gitTree(source.slice('git:'.length));
    removals.push(tree.remove);
    const assessment = await readAndAssess([tree.path], { ...options, cwd: tree.directory });
    unread.push(sayUnread(assessment.input));
    return stateOf(assessment, source);
  }
  const report = /\.json$/i.test(source) ? reportIn(source) : undefined;
  if (report) return report;
  const assessment = await readAndAssess([source], options);
  if (assessment.input.objects === 0) throw new SourceError(`${source}: no Kubernetes object found`, `${whyNothing(assessment.input)}\nA and B are directories, files of manifests, reports of --format json, or git:REV:PATH.`);
  unread.push(sayUnread(assessment.input));
  return stateOf(assessment, source);
}

/** A file that says it is a report and is none must not pass for manifests without objects. */
function reportIn(file: string): State | undefined {
  const report = statSync(file, { throwIfNoEntry: false })?.isFile() === true ? readReport(file) : undefined;
  if (report?.['schema'] === undefined) return undefined;
  const state = reportState(report, file);
  if (!state) throw new UsageError(`${file} is no report that this version reads`, 'Make one: glacis scan SOURCE --format json --output FILE');
  return state;
}
