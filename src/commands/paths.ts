import type { PathStep } from '../attack/path.ts';
import { stepResult, wayResult } from '../attack/results.ts';
import { goalsOf } from '../attack/counted.ts';
import { footholdKinds } from '../attack/counted.ts';
import { overviewOf, type Overview, type Way } from '../attack/overview.ts';
import { footholds, type FootholdKind } from '../attack/footholds.ts';
import type { AttackModel } from '../attack/model.ts';
import { endOf } from '../attack/states.ts';
import { nounOf, writtenEnd } from '../attack/words.ts';
import type { Gap } from '../model/gap.ts';
import { footholdNames } from '../report/footholds.ts';
import { safeJson } from '../report/json.ts';
import { listed, many } from '../report/screen.ts';
import { pathsScreen, type PathsView, type ShownRow } from '../report/terminal-paths.ts';
import { readAttack, seedsAt, type AttackOptions, type ReadAttack } from './attack.ts';
import { reviewed } from './as-seen-by.ts';
import { UsageError } from './exit.ts';
import { print, screenFor } from './print.ts';
import { quoted, sourceWords } from './shell-words.ts';
import { shownPath } from './shown-path.ts';

export interface PathsOptions extends AttackOptions {
  readonly from?: string;
  readonly to?: string;
  readonly avoid?: readonly string[];
  readonly unknown?: boolean;
  readonly verbose?: boolean;
  readonly limit?: string;
  readonly format?: string;
  readonly output?: string;
}

const usualLimit = 5;

/** `glacis paths`: who reaches what, and the cheapest paths step by step; with ends, those between them. */
export async function paths(sources: readonly string[], asked: PathsOptions): Promise<number> {
  const options = asked.asSeenBy !== undefined && asked.from === undefined ? { ...asked, from: `user:${reviewed}` } : asked;
  const limit = limitOf(options.limit);
  const read = await readAttack(sources, options);
  const found = options.from === undefined && options.to === undefined && options.avoid === undefined ? allKinds(read, options, sources) : between(read, options, limit);
  if (options.format === 'json') print(`${safeJson({ schema: 'glacis.paths/v1', ...found.json, ...(read.notes.length > 0 ? { notes: read.notes } : {}) })}\n`, options.output);
  else print(pathsScreen({ ...found.view, left: [...found.view.left, ...read.notes] }, screenFor(options.output)), options.output);
  return read.status;
}

interface Found {
  readonly json: object;
  readonly view: PathsView;
}

function limitOf(written: string | undefined): number {
  const limit = written === undefined ? usualLimit : Number(written);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new UsageError(`--limit ${written} is no number of paths`, 'From 1 to 1000.');
  return limit;
}

function allKinds({ graph, locate }: ReadAttack, { unknown: all = false, verbose = false }: PathsOptions, sources: readonly string[]): Found {
  const { model } = graph;
  const certain = overviewOf(model, 'certain');
  const possible = overviewOf(model, 'possible', all ? [] : certain.ways);
  const shown = all ? possible : certain;
  const told = footholdKinds.flatMap((kind) => bestOf(shown, kind));
  const starts = certain.kinds.reduce((sum, { reaching }) => sum + reaching, 0);
  const open = possible.kinds.reduce((sum, { reaching }) => sum + reaching, 0) - starts;
  const title = `${many(starts, 'starting point')} ${starts === 1 ? 'reaches' : 'reach'} something that matters${open > 0 ? `; ${open} more may, if something that is not known is so` : ''}.${told.length > 0 ? ' Here the cheapest of each kind.' : ''}`;
  const view: PathsView = {
    title, goals: shown.goals.map(nounOf), rows: footholdKinds.flatMap((kind) => rowOf(kind, certain, possible)),
    paths: told.map((way) => shownPath(wayResult(way, locate), verbose)),
    left: [`A path is left out where it only goes on from one that is shown.${all || open <= 0 ? '' : ' Those that rest on something not known: --unknown.'} Flaws in programs that pods reach, and ports of a node that nothing shows to be open, are not counted on here: --from follows them.`],
    byDesign: designs(certain), gaps: gapsOf(told.flatMap(({ steps }) => steps)),
    next: [`next  glacis paths --from ${quoted(writtenEnd(told[0]?.from ?? 'internet'))} --to ${quoted(told[0]?.goal ?? 'cluster-admin')}${sourceWords(sources)}`, `      glacis blast END${sourceWords(sources)}   all that somebody or something reaches`],
  };
  const json = {
    goals: shown.goals, kinds: { certain: certain.kinds, possible: possible.kinds }, byDesign: certain.byDesign.map(({ state, byDesign }) => ({ from: endOf(state), byDesign })),
    paths: shown.ways.map((way) => wayResult(way, locate)),
  };
  return { json, view };
}

/** The paths to the gravest goal, and to others where that is not reached. */
function bestOf({ goals, ways }: Overview, kind: FootholdKind): readonly Way[] {
  const own = ways.filter((way) => way.kind === kind);
  const first = goals.flatMap((goal) => own.find((way) => way.goal === goal) ?? [])[0];
  const shorter = own.filter((way) => first !== undefined && way !== first && way.length < first.length);
  return first ? [first, ...shorter.slice(0, 1)] : [];
}

function rowOf(kind: FootholdKind, certain: Overview, possible: Overview): readonly ShownRow[] {
  const of = ({ kinds }: Overview) => kinds.find((each) => each.kind === kind);
  const [sure, maybe] = [of(certain), of(possible)];
  if (!sure || !maybe || sure.all === 0) return [];
  const steps = certain.goals.map((goal) => {
    const at = ({ ways }: Overview): Way | undefined => ways.find((way) => way.kind === kind && way.goal === goal);
    return at(certain)?.length ?? (at(possible) ? -1 : null);
  });
  const count = kind === 'internet' ? '' : `, ${sure.reaching === sure.all ? 'all' : sure.reaching} of ${sure.all}`;
  return [{ who: `${footholdNames[kind] ?? kind}${count}`, steps }];
}

function designs({ byDesign }: Overview): readonly string[] {
  const names = byDesign.map(({ state }) => endOf(state)).filter((end) => !end.startsWith('serviceaccount:'));
  return names.length === 0 ? [] : [listed(names.map(nounOf), 12)];
}

function between(read: ReadAttack, options: PathsOptions, limit: number): Found {
  const { graph, locate } = read;
  const seeds = options.from === undefined ? undefined : seedsAt(options.from, read);
  const avoid = (options.avoid ?? []).flatMap((end) => seedsAt(end, read));
  if (options.to !== undefined) seedsAt(options.to, read);
  const goals = options.to === undefined ? goalsOf(graph.model) : [options.to];
  const starts = seeds ? [{ from: options.from ?? '', seeds }] : startsOf(graph.model);
  const found = starts.flatMap(({ from, seeds: some }) => goals.map((to) => ({ from, to, ...graph.pathsBetween(some, to, options.unknown === true ? 'possible' : 'certain', seeds ? limit : 1, avoid) })));
  const list = found.flatMap(({ from, to, found: each }) => each.map((path) => ({ from, to, ...path })));
  const more = found.reduce((sum, each) => sum + each.more, 0);
  const hidden = options.unknown === true ? 0 : starts.reduce((sum, { seeds: some }) => sum + goals.reduce((count, to) => count + (graph.pathsBetween(some, to, 'certain', 1, avoid).found.length === 0 && graph.pathsBetween(some, to, 'possible', 1, avoid).found.length > 0 ? 1 : 0), 0), 0);
  const title = list.length === 0 ? `No path from ${nounOf(options.from ?? 'any starting point')} to ${options.to === undefined ? 'anything that matters' : nounOf(options.to)} was found${hidden > 0 ? ' that is certain' : ''}.` : `${many(list.length, 'path')}, the cheapest first.`;
  const view: PathsView = {
    title, goals: [], rows: [], byDesign: [],
    paths: list.map(({ from, to, verdict, length, steps }) => shownPath({ from: steps[0]?.from ?? from, to, verdict, length, steps: steps.map((step) => stepResult(step, locate)), sources: [] }, options.verbose === true)),
    left: [...(more > 0 ? [`At least ${more} more: ${seeds ? `--limit ${Math.min(1000, limit + more)} shows them` : '--from shows those of one start'}.`] : []), ...(hidden > 0 ? ['A path is there if something that is not known is so: --unknown.'] : [])],
    gaps: gapsOf(list.flatMap(({ steps }) => steps)),
    next: list.length === 0 ? [] : [`next  glacis explain ${list[0]?.steps[0]?.technique.id ?? 'technique/pod-exec'}   what the step is`],
  };
  const json = { from: options.from ?? null, to: options.to ?? null, avoid: options.avoid ?? [], more, paths: list.map(({ from, to, verdict, length, cost, steps }) => ({ from, to, verdict, length, cost, steps: steps.map((step) => stepResult(step, locate)) })) };
  return { json, view };
}

/** Every foothold of a kind at once: the cheapest of them is found. */
function startsOf(model: AttackModel): readonly { readonly from: string; readonly seeds: readonly number[] }[] {
  const all = footholds(model.context).filter(({ byDesign }) => byDesign === undefined);
  return footholdKinds.map((kind) => ({ from: footholdNames[kind] ?? kind, seeds: all.filter((each) => each.kind === kind).flatMap(({ state }) => model.id(state) ?? []) }));
}

function gapsOf(steps: readonly PathStep[]): readonly Gap[] {
  return [...new Set(steps.flatMap(({ gaps }) => gaps))];
}
