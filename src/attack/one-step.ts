import { needsOf } from '../graph/index.ts';
import type { AttackModel } from './model.ts';
import { endOf, isHidden, isRole } from './states.ts';
import type { Technique, Verdict } from './technique.ts';

/** What one step leads to. */
export interface OneStep {
  readonly technique: Technique;
  readonly to: string;
  readonly verdict: Verdict;
  /** All techniques on the way, through hubs. */
  readonly via: ReadonlySet<string>;
}

interface Way {
  readonly technique: Technique | undefined;
  readonly certain: boolean;
  readonly via: ReadonlySet<string>;
}

/** Every state that follows from this one without passing another that people name; hubs, roles and groups are passed. */
export function stepsFrom(model: AttackModel, start: number): readonly OneStep[] {
  const { graph } = model;
  const local = new Map<number, Map<string, Way>>([[start, new Map([['', { technique: undefined, certain: true, via: new Set() }]])]]);
  const found = new Map<string, OneStep>();
  const waiting = [start];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (let index = graph.usedStart[state] ?? 0; index < (graph.usedStart[state + 1] ?? 0); index++) {
      const step = graph.used[index] ?? 0;
      const needs = needsOf(graph, step);
      if (!needs.every((need) => local.has(need))) continue;
      for (const way of waysOf(model, step, needs.map((need) => [...(local.get(need)?.values() ?? [])]))) {
        const gives = model.gives(step);
        if (!passes(model, step, gives, way)) note(found, model, step, gives, way);
        else if (arrive(local, gives, way)) waiting.push(gives);
        if (isRole(model.name(gives)) || model.name(gives).startsWith('group:')) note(found, model, step, gives, way);
      }
    }
  }
  return [...found.values()].toSorted((a, b) => order(a, b));
}

function waysOf(model: AttackModel, step: number, needs: readonly (readonly Way[])[]): readonly Way[] {
  const certain = model.isCertain(step) && needs.every((ways) => ways.some((way) => way.certain));
  const own = model.technique(step);
  const via = (ways: readonly Way[]): ReadonlySet<string> => new Set([...ways.flatMap((way) => [...way.via]), ...(own ? [own.id] : [])]);
  if (!model.isFree(step)) return [{ technique: own, certain, via: via(needs.flat()) }];
  if (needs.length === 1) return (needs[0] ?? []).map((way) => ({ technique: way.technique, certain: model.isCertain(step) && way.certain, via: via([way]) }));
  return [{ technique: needs.flat().find(({ technique }) => technique)?.technique, certain, via: via(needs.flat()) }];
}

/** Through hubs, and through what somebody is by itself. */
function passes(model: AttackModel, step: number, gives: number, { technique }: Way): boolean {
  const name = model.name(gives);
  if (isHidden(name)) return true;
  return technique === undefined && model.isFree(step) && (isRole(name) || name.startsWith('group:') || name.startsWith('inside:'));
}

function arrive(local: Map<number, Map<string, Way>>, state: number, way: Way): boolean {
  const ways = local.get(state) ?? new Map<string, Way>();
  local.set(state, ways);
  const key = way.technique?.id ?? '';
  const before = ways.get(key);
  if (before && (before.certain || !way.certain) && [...way.via].every((id) => before.via.has(id))) return false;
  ways.set(key, before ? { ...way, certain: before.certain || way.certain, via: new Set([...before.via, ...way.via]) } : way);
  return true;
}

function note(found: Map<string, OneStep>, model: AttackModel, step: number, gives: number, way: Way): void {
  const technique = way.technique ?? model.technique(step);
  const to = endOf(model.name(gives));
  if (!technique) return;
  const key = `${technique.id} ${to}`;
  const before = found.get(key);
  found.set(key, { technique, to, verdict: way.certain || before?.verdict === 'certain' ? 'certain' : 'possible', via: new Set([...(before?.via ?? []), ...way.via]) });
}

function order(a: OneStep, b: OneStep): number {
  return a.to < b.to ? -1 : a.to > b.to ? 1 : a.technique.id < b.technique.id ? -1 : 1;
}
