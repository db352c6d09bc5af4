import type { Assessment, Severity } from '../model/assessment.ts';
import { jsonReport } from '../report/json.ts';
import { scanScreen } from '../report/terminal-scan.ts';
import { threatsScreen } from '../report/terminal-threats.ts';
import { exit, UsageError } from './exit.ts';
import { print, screenOf } from './print.ts';
import { readAndAssess, type ReadOptions } from './read.ts';

export interface ScanOptions extends ReadOptions {
  readonly format?: string;
  readonly output?: string;
  readonly failOn?: string;
  readonly require?: string;
}

const levels: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** `glacis scan` and `glacis threats`: the assessment on the screen asked for. */
export async function scan(sources: readonly string[], options: ScanOptions, view: 'scan' | 'threats'): Promise<number> {
  const format = options.format ?? 'terminal';
  if (format !== 'terminal' && format !== 'json') throw new UsageError(`--format ${format} is not known`, 'This version writes: terminal, json');
  if (options.failOn !== undefined && !levels.includes(options.failOn as Severity)) throw new UsageError(`--fail-on ${options.failOn} is no severity`, `One of: ${levels.join(', ')}`);
  if (options.require !== undefined && options.require !== 'known') throw new UsageError(`--require ${options.require} is not known`, 'This version knows: --require known (no rule may be unknown)');
  const assessment = await readAndAssess(sources, options);
  if (assessment.input.objects === 0) {
    print(`${assessment.input.name}: no Kubernetes object found\n`);
    return exit.input;
  }
  print(format === 'json' ? jsonReport(assessment) : view === 'scan' ? scanScreen(assessment, screenOf()) : threatsScreen(assessment, screenOf()), options.output);
  return statusOf(assessment, options);
}

function statusOf({ findings, summary }: Assessment, options: ScanOptions): number {
  if (options.require === 'known' && summary.rules.unknown > 0) return exit.input;
  const bar = options.failOn === undefined ? Infinity : levels.indexOf(options.failOn as Severity);
  return findings.some(({ severity }) => levels.indexOf(severity) >= bar) ? exit.failOn : exit.done;
}
