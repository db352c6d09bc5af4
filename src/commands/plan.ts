import { footholds } from '../attack/footholds.ts';
import { endOf } from '../attack/states.ts';
import { nounOf } from '../attack/words.ts';
import type { PlanResult } from '../model/plan.ts';
import { authorsOf, keptText } from '../plan/controllers.ts';
import { PlanningGraph } from '../plan/planning-graph.ts';
import { reachedPairs } from '../plan/demands.ts';
import { planResult } from '../plan/result.ts';
import { safeJson } from '../report/json.ts';
import { planSentence, reasonsToStay } from '../report/plan.ts';
import { listed, many, printable } from '../report/screen.ts';
import { planScreen, type PlanView } from '../report/terminal-plan.ts';
import { readAttack, seedsAt, type ReadAttack } from './attack.ts';
import { diffIn } from './edits.ts';
import { costsOf, type PlanWishes } from './plan-wishes.ts';
import { print, screenFor } from './print.ts';
import type { ReadOptions } from './read.ts';
import { sourceWords } from './shell-words.ts';

export interface PlanOptions extends ReadOptions, PlanWishes {
  readonly from?: string;
  readonly to?: string;
  readonly format?: string;
  readonly output?: string;
}

/** `glacis plan`: the fewest changes after which no attack path is left. */
export async function plan(sources: readonly string[], options: PlanOptions): Promise<number> {
  const costs = costsOf(options.cost ?? []);
  const read = await readAttack(sources, options);
  for (const end of [options.from, options.to, ...(options.owner ?? [])]) if (end !== undefined) seedsAt(end, read);
  const graph = PlanningGraph.on(read.graph.model);
  const found = planResult(graph.planned({
    costs, certainty: options.unknown === true ? 'possible' : 'certain',
    ...(options.from === undefined ? {} : { from: options.from }), ...(options.to === undefined ? {} : { to: options.to }), ...(options.owner === undefined ? {} : { owners: options.owner }),
  }), diffIn(read.paths));
  if (options.format === 'json') print(`${safeJson({ schema: 'glacis.plan/v1', from: options.from ?? null, to: options.to ?? null, ...found })}\n`, options.output);
  else print(planScreen(viewOf(found, read, { ...options, sources }), screenFor(options.output)), options.output);
  return read.status;
}

function viewOf(found: PlanResult, read: ReadAttack, options: PlanOptions & { readonly sources: readonly string[] }): PlanView {
  return {
    head: planSentence(found, between(options)), before: found.before, changes: found.changes,
    left: [...remaining(found), ...kept(found), ...(options.from === undefined ? designs(read) : []), ...(options.unknown === true ? [] : unknown(read, options))],
    next: found.changes.length === 0 ? [] : [`next  glacis what-if --change ${found.changes[0]?.id ?? ''}${sourceWords(options.sources)}   which paths one of them closes`],
  };
}

function between({ from, to }: PlanOptions): string {
  return `${from === undefined ? '' : ` from ${printable(nounOf(from))}`}${to === undefined ? '' : ` to ${printable(nounOf(to))}`}`;
}

const mostRemaining = 8;

function remaining(plan: PlanResult): PlanView['left'] {
  if (plan.remaining.length === 0) return [];
  const all = reasonsToStay(plan);
  const lines = all.slice(0, mostRemaining).map(({ why, starts, goals }) => `${starts.slice(0, 3).map(nounOf).join(', ')}${starts.length > 3 ? ` and ${starts.length - 3} more` : ''} → ${goals.map(nounOf).join(', ')}: ${why}`);
  return [{ title: `Nothing is proposed for ${many(plan.remaining.length, 'pair')} of start and end`, lines: [...lines, ...(all.length > mostRemaining ? [`and ${all.length - mostRemaining} more reasons: --format json`] : [])] }];
}

function kept({ kept: all }: PlanResult): PlanView['left'] {
  if (all.length === 0) return [];
  return [{ title: 'Left to programs that do not work without it', lines: all.map((each) => `${keptText(each)}: ${each.why} (${authorsOf(each)})`) }];
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

