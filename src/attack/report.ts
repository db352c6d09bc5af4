import type { Bitset } from '../graph/index.ts';
import type { GraphNode, GraphResult, PathResult } from '../model/attack-path.ts';
import type { Locate } from '../model/locate.ts';
import { counted, questionOf } from './counted.ts';
import type { AttackModel } from './model.ts';
import { overviewFrom, type Overview, type Way } from './overview.ts';
import { wayResult } from './results.ts';
import { searchAll } from './search.ts';
import { sliceOf } from './slice.ts';
import { endOf, isHidden } from './states.ts';

const mostNamed = 100;
// A larger graph is no picture: of it only what lies on the paths is told.
const mostNodes = 400;
// Names of several states are one end: with so many states there are more ends than a picture takes.
const mostStates = 4 * mostNodes;

/** What attackers reach, as the report of a scan gives it; `ways` are what its paths were told from, one by one. */
export function attackResults(model: AttackModel, locate: Locate): { readonly graph: GraphResult; readonly paths: readonly PathResult[]; readonly ways: readonly Way[] } {
  const searched = searchAll(questionOf(model));
  const [certain, possible] = [overviewFrom(model, searched.certain), overviewFrom(model, searched.possible)];
  const ways = [...certain.ways, ...possible.ways];
  const paths = ways.map((way) => wayResult(way, locate, mostNamed));
  return { graph: graphOf(model, { certain, possible, paths, between: searched.between }), paths, ways };
}

interface Drawn {
  readonly certain: Overview;
  readonly possible: Overview;
  readonly paths: readonly PathResult[];
  readonly between: Bitset;
}

function graphOf(model: AttackModel, { certain, possible, paths, between }: Drawn): GraphResult {
  const graph = counted(model);
  const slice = between.count > mostStates ? undefined : sliceOf(model, { graph });
  const whole = slice !== undefined && slice.nodes.length <= mostNodes;
  const nodes = whole ? slice.nodes : toldNodes(paths, certain.goals.map(endOf));
  const once = new Map(paths.flatMap(({ steps }) => steps.map(({ technique, from, also = [], to, verdict }) => [`${technique} ${from} ${to}`, { technique, from: [from, ...also], to, verdict }] as const)));
  return {
    goals: certain.goals.map(endOf),
    footholds: certain.kinds.map(({ kind, all, reaching }, index) => ({ kind, all, reaching, possible: Math.max(0, (possible.kinds[index]?.reaching ?? reaching) - reaching) })),
    byDesign: certain.byDesign.slice(0, mostNamed).map(({ state, byDesign = '' }) => ({ from: endOf(state), reason: byDesign })),
    nodes, steps: whole ? slice.steps : [...once.values()], left: whole ? 0 : Math.max(0, endsOf(model, between).size - nodes.length),
  };
}

/** Those that people name: how many hubs lie between them depends on what was asked. */
function endsOf(model: AttackModel, states: Iterable<number>): ReadonlySet<string> {
  const ends = new Set<string>();
  for (const state of states) {
    const name = model.name(state);
    if (!isHidden(name)) ends.add(endOf(name));
  }
  return ends;
}

/** The ends that paths pass. */
function toldNodes(paths: readonly PathResult[], goals: readonly string[]): readonly GraphNode[] {
  const starts = new Map(paths.map(({ from, kind }) => [from, kind]));
  const ids = new Set(paths.flatMap(({ steps }) => steps.flatMap(({ from, also = [], to }) => [from, ...also, to])));
  return [...ids].toSorted().map((id) => ({ id, foothold: starts.get(id) ?? null, goal: goals.includes(id) }));
}
