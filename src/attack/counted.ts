import { relevant, type Bitset, type Graph } from '../graph/index.ts';
import { footholds, type Foothold, type FootholdKind } from './footholds.ts';
import type { AttackModel } from './model.ts';
import { listeningGap } from './programs.ts';
import { allSecrets, anyCloud, anyNodeRoot, clusterAdmin, etcd, internet, type State } from './states.ts';

/** Goals by what they are worth, never by their name. */
export function goalsOf(model: AttackModel): readonly State[] {
  return [clusterAdmin, anyNodeRoot, allSecrets, etcd, anyCloud].filter((goal) => model.id(goal) !== undefined);
}

const graphs = new WeakMap<AttackModel, Graph>();

/**
 * Without steps that need a flaw nothing shows, and without ports of the network of a node that nothing shows to be open: with
 * them every pod reaches all that any pod does, the internet reaches every node, and the overview says nothing.
 */
export function counted(model: AttackModel): Graph {
  let found = graphs.get(model);
  if (!found) graphs.set(model, (found = countedIn(model)));
  return found;
}

function countedIn(model: AttackModel): Graph {
  const { graph, names } = model;
  const certain = graph.certain.slice();
  for (let step = 0; step < certain.length; step++) {
    if (model.technique(step)?.needsFlaw === true && names[graph.gives[step] ?? 0]?.startsWith('inside:') === true) certain[step] = -1;
  }
  const outside = model.id(internet) ?? -1;
  for (let index = graph.usedStart[outside] ?? 0, end = graph.usedStart[outside + 1] ?? 0; index < end; index++) {
    const step = graph.used[index] ?? 0;
    if (certain[step] === 0 && model.reason(step).gaps?.includes(listeningGap) === true) certain[step] = -1;
  }
  return { ...graph, certain };
}

/** What an overview asks, the same at every certainty. */
export interface Question {
  readonly goals: readonly State[];
  readonly goalIds: readonly number[];
  /** Those of which the model has a state, and their states. */
  readonly footholds: readonly Foothold[];
  readonly ids: readonly number[];
  /** Of each kind, those that are not strong by design: where they lie in both lists. */
  readonly starts: ReadonlyMap<FootholdKind, readonly number[]>;
  readonly graph: Graph;
  /** What has a part in a proof of one of the goals: a large part of a graph has none, and no search looks at it. */
  readonly near: Bitset;
}

/** A cost of the model is so much among the prices of a question. */
export const scale = 4096;

const questions = new WeakMap<AttackModel, Question>();

export function questionOf(model: AttackModel): Question {
  let found = questions.get(model);
  if (!found) questions.set(model, (found = makeQuestion(model)));
  return found;
}

function makeQuestion(model: AttackModel): Question {
  const graph = counted(model);
  const goals = goalsOf(model);
  const goalIds = goals.map((goal) => model.id(goal) ?? 0);
  const placed: Foothold[] = [];
  const ids: number[] = [];
  const starts = new Map<FootholdKind, number[]>();
  for (const foothold of footholds(model.context)) {
    const id = model.id(foothold.state);
    if (id === undefined) continue;
    const { kind, byDesign } = foothold;
    if (byDesign === undefined) {
      const own = starts.get(kind);
      if (own) own.push(ids.length);
      else starts.set(kind, [ids.length]);
    }
    placed.push(foothold);
    ids.push(id);
  }
  return { goals, goalIds, footholds: placed, ids, starts, graph, near: relevant(graph, goalIds, 'possible') };
}

/** Prices that tell which of two proofs of one cost has fewer steps that are not certain. */
export function finePrices({ cost, certain }: Graph): Int32Array {
  const prices = new Int32Array(cost.length);
  for (let step = 0; step < prices.length; step++) prices[step] = (cost[step] ?? 0) * scale + (certain[step] === 1 ? 0 : 1);
  return prices;
}
