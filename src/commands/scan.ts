import type { Assessment, Severity, ThreatResult } from '../model/assessment.ts';
import { jsonReport } from '../report/json.ts';
import { printable, type Screen } from '../report/screen.ts';
import { scanScreen } from '../report/terminal-scan.ts';
import { threatsScreen } from '../report/terminal-threats.ts';
import type { View } from '../report/view.ts';
import { components } from '../knowledge/glossary/index.ts';
import { exit, nearest, UsageError } from './exit.ts';
import { print, screenFor } from './print.ts';
import { readAndAssess, type ReadOptions } from './read.ts';
import { narrowed, selectedRules } from './select.ts';
import { factorLine } from './topics/severity.ts';

interface PrintOptions extends ReadOptions {
  readonly format?: string;
  readonly output?: string;
  readonly failOn?: Severity;
  readonly require?: string;
  readonly all?: boolean;
}

export interface ScanOptions extends PrintOptions {
  readonly verbose?: boolean;
  readonly select?: readonly string[];
}

export interface ThreatOptions extends PrintOptions {
  readonly component?: string;
  readonly verdict?: string;
  readonly category?: string;
}

const levels: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** `glacis scan`: the assessment, or what the selected rules find. */
export async function scan(sources: readonly string[], options: ScanOptions): Promise<number> {
  const selected = options.select === undefined ? undefined : selectedRules(options.select);
  const all = options.all === true || options.verbose === true;
  return show(sources, { ...options, all }, (assessment) => (selected ? narrowed(assessment, selected) : assessment), scanScreen);
}

/** `glacis threats`: the threat model, or the threats asked for. */
export async function threats(sources: readonly string[], options: ThreatOptions): Promise<number> {
  const wanted = filterOf(options);
  const only = (assessment: Assessment): readonly ThreatResult[] => assessment.threats.filter(wanted ?? (() => true));
  const narrow = (assessment: Assessment): Assessment => (wanted ? { ...assessment, threats: only(assessment) } : assessment);
  return show(sources, options, narrow, (assessment, screen, view) => threatsScreen(assessment, screen, wanted ? { ...view, only: only(assessment) } : view));
}

type Show = (assessment: Assessment, screen: Screen, view: View) => string;

async function show(sources: readonly string[], options: PrintOptions, narrow: (assessment: Assessment) => Assessment, screenText: Show): Promise<number> {
  const started = performance.now();
  const whole = await readAndAssess(sources, options);
  if (whole.input.objects === 0) {
    process.stderr.write(`glacis: ${printable(sources.join(' ')) || 'the current directory'}: no Kubernetes object found\nA SOURCE is a file, directory or glob of manifests or dumps, or - for standard input.\n`);
    return exit.input;
  }
  const assessment = narrow(whole);
  const view: View = { all: options.all === true, seconds: (performance.now() - started) / 1000, factorLine, sources: sources.map(quoted).join(' ') };
  print(options.format === 'json' ? jsonReport(assessment) : screenText(assessment, screenFor(options.output), view), options.output);
  return statusOf(assessment, options);
}

/** A SOURCE as a shell takes it, so that proposed commands can be copied. */
function quoted(source: string): string {
  return /^[\w./:@%+=,-]+$/.test(source) ? source : `'${printable(source).replaceAll("'", `'\\''`)}'`;
}

function statusOf({ findings, summary }: Assessment, options: PrintOptions): number {
  if (options.require === 'known' && summary.rules.unknown > 0) return exit.input;
  const bar = options.failOn === undefined ? Infinity : levels.indexOf(options.failOn);
  return findings.some(({ severity }) => levels.indexOf(severity) >= bar) ? exit.failOn : exit.done;
}

/** Undefined where all threats are asked for. @throws UsageError for a component that no threat touches */
function filterOf({ component, verdict, category }: ThreatOptions): ((threat: ThreatResult) => boolean) | undefined {
  if (component === undefined && verdict === undefined && category === undefined) return undefined;
  const element = component === undefined ? undefined : elementNamed(component);
  return (threat) => (element === undefined || threat.components.includes(element)) && (verdict === undefined || threat.verdict === verdict) && (category === undefined || threat.category === category);
}

// What threats touch beside the nine components.
const others = ['workloads', 'identities', 'images/registry', 'network', 'secrets', 'cloud account', 'worker node', 'physical'];

function elementNamed(word: string): string {
  const names = new Map([...components.filter(({ named }) => named).flatMap(({ id, title }): [string, string][] => [[id, title], [id.slice('component/'.length), title], [title.toLowerCase(), title]]), ...others.map((name): [string, string] => [name, name])]);
  const found = names.get(word.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(word, names.keys());
  throw new UsageError(`--component ${word} is nothing that a threat touches`, near === undefined ? `One of: ${[...new Set(names.values())].join(', ')}` : `Did you mean ${near}?`);
}
