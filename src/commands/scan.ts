import type { Assessment, Severity, ThreatResult } from '../model/assessment.ts';
import { Profile } from '../model/profile.ts';
import { nounOf } from '../attack/words.ts';
import { openFindings, type FormatView } from '../report/format.ts';
import { formats } from '../report/formats.ts';
import { jsonChunks, severalJsonChunks } from '../report/json.ts';
import { printable } from '../report/screen.ts';
import { severalScreens } from '../report/terminal-several.ts';
import { threatsScreen } from '../report/terminal-threats.ts';
import type { View } from '../report/view.ts';
import { sinceBaseline } from '../decisions/baseline.ts';
import { components } from '../knowledge/glossary/index.ts';
import { readBaseline } from './baseline.ts';
import { pageTexts, ruleTexts } from './catalogue.ts';
import { decisionsOf } from './decisions.ts';
import { exit, nearest, UsageError } from './exit.ts';
import { ownersBy } from './group-by.ts';
import { outputsOf, type Output, type Word } from './outputs.ts';
import { printChunks, screenFor } from './print.ts';
import { profileText } from './profile.ts';
import { readAndAssessAll, type PlannedReadOptions, type ReadOptions } from './read.ts';
import { narrowed, optionalThemesOf, rulesOfThemes, selectedRules } from './select.ts';
import { quoted } from './shell-words.ts';
import { factorLine } from './topics/severity.ts';
import { isBroken, whyNothing } from './unread.ts';

interface GateOptions extends ReadOptions {
  readonly failOn?: Severity;
  readonly require?: string;
  readonly all?: boolean;
}

export interface ScanOptions extends GateOptions, PlannedReadOptions {
  readonly format?: readonly Word[];
  readonly output?: readonly Word[];
  readonly verbose?: boolean;
  readonly profile?: boolean;
  readonly groupBy?: string;
  readonly baseline?: string;
  readonly select?: readonly string[];
  readonly theme?: readonly string[];
}

export interface ThreatOptions extends GateOptions {
  readonly format?: string;
  readonly output?: string;
  readonly component?: string;
  readonly verdict?: string;
  readonly category?: string;
}

const levels: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** `glacis scan`: the assessment of each cluster, or what the selected rules find, in every format asked for. */
export async function scan(sources: readonly string[], options: ScanOptions): Promise<number> {
  demandPlan(options);
  const custom = decisionsOf(options.config)?.rules ?? [];
  const selected = selectionOf(options, custom.map(({ id }) => id));
  const outputs = outputsOf(options.format ?? options.output ?? []);
  const baseline = options.baseline === undefined ? undefined : readBaseline(options.baseline);
  const all = options.all === true || options.verbose === true;
  const owners = options.groupBy === undefined ? undefined : ownersBy(options.groupBy);
  const profile = options.profile === true ? new Profile() : undefined;
  const read = await readOrSay(sources, { ...options, ...(selected ? { themes: optionalThemesOf(selected) } : {}), ...(profile ? { timings: profile } : {}), ...(owners ? { owners } : {}) }, all);
  if (!read) return exit.input;
  if (baseline && read.assessments.length > 1) throw new UsageError(`--baseline is of one cluster, and these are ${read.assessments.length}`, 'Compare them one by one: glacis scan SOURCE --baseline FILE');
  const assessments = read.assessments.map((assessment) => {
    const asked = selected ? narrowed(assessment, selected) : assessment;
    return baseline ? sinceBaseline(asked, baseline, options.baseline ?? '') : asked;
  });
  const started = performance.now();
  for (const output of outputs) await write(assessments, output, { ...read.view, ...(selected ? { selected: selected.size } : {}), rule: ruleTexts(custom) });
  if (profile) {
    profile.add('output', performance.now() - started);
    process.stderr.write(profileText(profile));
  }
  return worst(assessments, options);
}

/** @throws UsageError where a plan is shaped that nobody asked for */
function demandPlan({ plan, unknown, cost, owner }: PlannedReadOptions): void {
  if (plan === true) return;
  const [alone] = [unknown === undefined ? [] : ['--unknown'], cost === undefined ? [] : ['--cost'], owner === undefined ? [] : ['--owner']].flat();
  if (alone !== undefined) throw new UsageError(`${alone} shapes the plan, and none was asked for`, `Add --plan: glacis scan --plan ${alone}${alone === '--unknown' ? '' : ' ...'}`);
}

/** Undefined for all rules; a rule must be of both where both are given. */
function selectionOf({ select, theme }: ScanOptions, custom: readonly string[]): ReadonlySet<string> | undefined {
  const [named, themed] = [select && selectedRules(select, custom), theme && rulesOfThemes(theme, custom)];
  return named && themed ? new Set([...named].filter((id) => themed.has(id))) : (named ?? themed);
}

async function write(assessments: readonly Assessment[], { format, file }: Output, view: Omit<FormatView, 'screen' | keyof typeof pageTexts>): Promise<void> {
  const load = formats[format];
  if (!load) throw new UsageError(`--format ${format} is none of the formats`, `One of: ${Object.keys(formats).join(', ')}`);
  const full: FormatView = { ...view, screen: screenFor(file), ...pageTexts };
  const { chunks, several } = (await load()).default;
  const [first] = assessments;
  await printChunks(first && assessments.length === 1 ? chunks(first, full) : several(assessments, full), file);
}

/** `glacis threats`: the threat model, or the threats asked for. */
export async function threats(sources: readonly string[], options: ThreatOptions): Promise<number> {
  const wanted = filterOf(options);
  const read = await readOrSay(sources, options, options.all === true);
  if (!read) return exit.input;
  const { view } = read;
  const assessments = read.assessments.map((whole) => (wanted ? { ...whole, threats: whole.threats.filter(wanted) } : whole));
  const screen = screenFor(options.output);
  const screenOf = (assessment: Assessment): string => threatsScreen(assessment, screen, wanted ? { ...view, only: assessment.threats } : view);
  const [first] = assessments;
  const single = first && assessments.length === 1 ? first : undefined;
  if (options.format === 'json') await printChunks(single ? jsonChunks(single) : severalJsonChunks(assessments), options.output);
  else await printChunks(single ? [screenOf(single)] : severalScreens(assessments, screen, screenOf), options.output);
  return worst(read.assessments, options);
}

/** Undefined, and said so, where nothing was found. */
async function readOrSay(sources: readonly string[], options: PlannedReadOptions, all: boolean): Promise<{ readonly assessments: readonly Assessment[]; readonly view: View } | undefined> {
  const started = performance.now();
  const assessments = await readAndAssessAll(sources, options);
  if (assessments.every(({ input }) => input.objects === 0)) {
    process.stderr.write(`glacis: ${printable(sources.join(' ')) || 'the current directory'}: no Kubernetes object found\n${whys(assessments)}`);
    return undefined;
  }
  for (const assessment of assessments) if (assessment.input.objects === 0) process.stderr.write(`glacis: ${printable(assessment.input.name)}: no Kubernetes object found\n${whys([assessment])}`);
  const seconds = assessments.length === 1 ? { seconds: (performance.now() - started) / 1000 } : {};
  return { assessments, view: { all, ...seconds, factorLine, nounOf, sources: sources.map(quoted).join(' ') } };
}

function whys(assessments: readonly Assessment[]): string {
  return assessments.flatMap(({ input }) => whyNothing(input).split('\n')).map((line) => `${printable(line)}\n`).join('');
}

/** A cluster of which nothing was read is a source that failed; so is a file of which a part was not. */
function worst(assessments: readonly Assessment[], options: GateOptions): number {
  return Math.max(...assessments.map((assessment) => (assessment.input.objects === 0 || isBroken(assessment.input) ? exit.input : statusOf(assessment, options))));
}

function statusOf(assessment: Assessment, options: GateOptions): number {
  if (options.require === 'known' && assessment.summary.rules.unknown > 0) return exit.input;
  const bar = options.failOn === undefined ? Infinity : levels.indexOf(options.failOn);
  return openFindings(assessment).some(({ severity }) => levels.indexOf(severity) >= bar) ? exit.failOn : exit.done;
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
