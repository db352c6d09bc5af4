import { footholds } from '../attack/footholds.ts';
import { endOf } from '../attack/states.ts';
import { nounOf } from '../attack/words.ts';
import { isChangeKind, usualCosts, type ChangeKind } from '../plan/costs.ts';
import type { Plan, PlannedChange } from '../plan/plan.ts';
import { PlanningGraph } from '../plan/planning-graph.ts';
import { reachedPairs } from '../plan/demands.ts';
import { safeJson } from '../report/json.ts';
import { listed, many, printable } from '../report/screen.ts';
import { planScreen, type PlanView } from '../report/terminal-plan.ts';
import { readAttack, seedsAt, type ReadAttack } from './attack.ts';
import { editsShown, filesOf, type Files } from './edits.ts';
import { exit, nearest, UsageError } from './exit.ts';
import { print, screenFor } from './print.ts';
import type { ReadOptions } from './read.ts';
import { sourceWords } from './shell-words.ts';

export interface PlanOptions extends ReadOptions {
  readonly from?: string;
  readonly to?: string;
  readonly unknown?: boolean;
  readonly cost?: readonly string[];
  readonly owner?: readonly string[];
  readonly format?: string;
  readonly output?: string;
}

/** `glacis plan`: the fewest changes after which no attack path is left. */
export async function plan(sources: readonly string[], options: PlanOptions): Promise<number> {
  const costs = costsOf(options.cost ?? []);
  const read = await readAttack(sources, options);
  for (const end of [options.from, options.to, ...(options.owner ?? [])]) if (end !== undefined) seedsAt(end, read);
  const graph = PlanningGraph.on(read.graph.model);
  const found = graph.planned({
    costs, certainty: options.unknown === true ? 'possible' : 'certain',
    ...(options.from === undefined ? {} : { from: options.from }), ...(options.to === undefined ? {} : { to: options.to }), ...(options.owner === undefined ? {} : { owners: options.owner }),
  });
  const files = filesOf(read);
  if (options.format === 'json') print(`${safeJson({ schema: 'glacis.plan/v1', from: options.from ?? null, to: options.to ?? null, ...jsonOf(found, files) })}\n`, options.output);
  else print(planScreen(viewOf(found, read, { ...options, sources }, files), screenFor(options.output)), options.output);
  return exit.done;
}

/** `NAME=N` by kind of change. @throws UsageError for a kind that there is not, or a cost that is none */
export function costsOf(written: readonly string[]): Readonly<Partial<Record<ChangeKind, number>>> {
  return Object.fromEntries(written.map((text) => {
    const [name = '', value = ''] = text.split('=');
    const near = nearest(name, new Set(Object.keys(usualCosts)));
    if (!isChangeKind(name)) throw new UsageError(`--cost ${name} is no kind of change`, near === undefined ? `One of: ${Object.keys(usualCosts).join(', ')}` : `Did you mean ${near}?`);
    const cost = Number(value);
    if (!/^\d+$/.test(value) || cost < 1 || cost > 1_000_000) throw new UsageError(`--cost ${text}: a cost is a whole number from 1 to 1000000`, `Such as: --cost ${name}=${usualCosts[name].cost}`);
    return [name, cost];
  }));
}

function jsonOf({ changes, ...rest }: Plan, files: Files): object {
  return {
    ...rest,
    changes: changes.map(({ fields, ...change }) => {
      const diffs = editsShown(fields, files);
      return { ...change, diff: diffs.map(({ where, lines }) => ({ where, lines: lines.map(({ sign, text }) => `${sign} ${text}`) })) };
    }),
  };
}

function viewOf(found: Plan, read: ReadAttack, options: PlanOptions & { readonly sources: readonly string[] }, files: Files): PlanView {
  return {
    head: headOf(found, options), before: found.before, changes: found.changes.map((change) => shownChange(change, files)),
    left: [...remaining(found), ...(options.from === undefined ? designs(read) : []), ...(options.unknown === true ? [] : unknown(read, options))],
    next: found.changes.length === 0 ? [] : [`next  glacis what-if --change ${found.changes[0]?.id ?? ''}${sourceWords(options.sources)}   which paths one of them closes`],
  };
}

function headOf({ changes, before, after, cost, lowerBound, optimal, pathsOpened, lockedOut }: Plan, { from, to }: PlanOptions): string {
  const what = `${from === undefined ? '' : ` from ${printable(nounOf(from))}`}${to === undefined ? '' : ` to ${printable(nounOf(to))}`}`;
  if (before.pairs === 0) return `No path${what === '' ? ' to anything that matters' : what} was found that is certain: nothing has to be changed.`;
  if (changes.length === 0) return `${many(before.starts, 'starting point')} ${before.starts === 1 ? 'reaches' : 'reach'} something${what}, and none of the changes that Glacis knows cuts a path.`;
  const closes = after.pairs === 0 ? `close${changes.length === 1 ? 's' : ''} every path from ${many(before.starts, 'starting point')}` : `close${changes.length === 1 ? 's' : ''} the paths of ${before.pairs - after.pairs} of ${many(before.pairs, 'pair')} of start and end`;
  const owners = lockedOut.length > 0 ? `${lockedOut.map(printable).join(', ')} would lose rights!` : 'whoever administers the cluster keeps every right';
  const best = optimal ? `No cheaper set does it (cost ${cost}, lower bound ${lowerBound}).` : `A cheaper set may do it: cost ${cost}, lower bound ${lowerBound}.`;
  return `${many(changes.length, 'change')} ${closes}${what}. Proved: applied to the cluster, everything computed again: ${many(after.pairs, 'pair')} left, ${pathsOpened} opened; ${owners}. ${best}`;
}

function shownChange({ id, title, cost, left, fields, breaks, verify, undo }: PlannedChange, files: Files): PlanView['changes'][number] {
  return { id, title, cost, ...left, edits: editsShown(fields, files), breaks, verify, undo };
}

const mostRemaining = 8;

function remaining({ remaining: all }: Plan): PlanView['left'] {
  if (all.length === 0) return [];
  const groups = [...Map.groupBy(all, ({ why }) => why.join('; '))].toSorted((a, b) => b[1].length - a[1].length);
  const lines = groups.slice(0, mostRemaining).map(([why, list]) => {
    const starts = new Set(list.map(({ from }) => from));
    return `${listed([...starts].slice(0, 3).map(nounOf), 3)}${starts.size > 3 ? ` and ${starts.size - 3} more` : ''} → ${[...new Set(list.map(({ to }) => nounOf(to)))].join(', ')}: ${why === '' ? 'it is there already' : why}`;
  });
  return [{ title: `Nothing is proposed for ${many(all.length, 'pair')} of start and end`, lines: [...lines, ...(groups.length > mostRemaining ? [`and ${groups.length - mostRemaining} more reasons: --format json`] : [])] }];
}

function designs({ graph }: ReadAttack): PlanView['left'] {
  const names = footholds(graph.model.context).filter(({ byDesign, kind }) => byDesign !== undefined && kind !== 'account').map(({ state }) => nounOf(endOf(state)));
  return names.length === 0 ? [] : [{ title: 'As strong as the cluster by design, and left as they are', lines: [listed(names, 12)] }];
}

function unknown({ graph: { model } }: ReadAttack, { from, to }: PlanOptions): PlanView['left'] {
  if (from !== undefined || to !== undefined) return [];
  const sure = reachedPairs(model, 'certain');
  const open = [...reachedPairs(model, 'possible')].filter((pair) => !sure.has(pair)).length;
  return open === 0 ? [] : [{ title: 'Unknown', lines: [`${many(open, 'pair')} of start and end would be joined if something that is not known is so: glacis paths --unknown names the questions, glacis plan --unknown cuts them as well`] }];
}

