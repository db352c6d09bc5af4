import { basename, resolve } from 'node:path';
import { toolOf } from '../assess.ts';
import { stepResult, kindOf } from '../attack/results.ts';
import { techniques } from '../attack/registry.ts';
import { sliceOf } from '../attack/slice.ts';
import { nounOf } from '../attack/words.ts';
import { tacticIds, tacticsOf } from '../knowledge/standards/tactics.ts';
import type { PathResult } from '../model/attack-path.ts';
import type { Tactic } from '../report/graph-format.ts';
import { graphFormats } from '../report/graph-formats.ts';
import { readAttack, seedsAt, type ReadAttack } from './attack.ts';
import { UsageError } from './exit.ts';
import { print } from './print.ts';
import type { ReadOptions } from './read.ts';

export interface ExportOptions extends ReadOptions {
  readonly format?: string;
  readonly output?: string;
  readonly from?: string;
  readonly to?: string;
  readonly unknown?: boolean;
}

/** `glacis export`: what lies between footholds and goals, for other programs. */
export async function exportGraph(sources: readonly string[], options: ExportOptions): Promise<number> {
  const load = graphFormats[options.format ?? 'json'];
  if (!load) throw new UsageError(`--format ${options.format} is none of the formats`, `One of: ${Object.keys(graphFormats).join(', ')}`);
  const format = (await load()).default;
  if (format.path === true && (options.from === undefined || options.to === undefined)) throw new UsageError(`--format ${options.format} tells one path`, 'Say which: --from internet --to cluster-admin');
  const read = await readAttack(sources, options);
  const seeds = options.from === undefined ? undefined : seedsAt(options.from, read);
  if (options.to !== undefined) seedsAt(options.to, read);
  const goals = options.to === undefined ? undefined : read.graph.goalsAt(options.to);
  const slice = sliceOf(read.graph.model, { ...(seeds ? { seeds } : {}), ...(goals ? { goals } : {}), certainty: options.unknown === true ? 'possible' : 'certain' });
  const path = seeds && options.to !== undefined ? pathOf(read, seeds, options.to, options.unknown === true) : null;
  if (format.path === true && path === null) throw new UsageError(`no path from ${options.from} to ${options.to} was found`, options.unknown === true ? 'glacis paths shows who reaches what.' : 'One that rests on something not known: --unknown.');
  const known = new Map(techniques.map((technique) => [technique.id, technique]));
  const steps = slice.steps.map((step) => ({ ...step, title: known.get(step.technique as `technique/${string}`)?.title ?? 'belongs together', attack: known.get(step.technique as `technique/${string}`)?.attack ?? [] }));
  print(format.write({ tool: toolOf(), name: sources[0] === '-' ? 'standard input' : basename(resolve(sources[0] ?? '.')), nodes: slice.nodes, steps, path, now: new Date(), nounOf, tacticsOf: shownTactics }), options.output);
  return read.status;
}

function shownTactics(technique: string): readonly Tactic[] {
  return tacticsOf(technique).map((name) => ({ name, id: tacticIds[name] ?? name }));
}

function pathOf({ graph, locate }: ReadAttack, seeds: readonly number[], to: string, unknown: boolean): PathResult | null {
  const [first] = graph.pathsBetween(seeds, to, unknown ? 'possible' : 'certain', 1).found;
  if (!first) return null;
  const from = first.steps[0]?.from ?? '';
  return { kind: kindOf(from), from, to, verdict: first.verdict, length: first.length, cost: first.cost, starts: 1, sources: [from], steps: first.steps.map((step) => stepResult(step, locate)) };
}
