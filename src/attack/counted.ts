import { jointSteps, trimmed, type Bitset, type Graph } from '../graph/index.ts';
import { footholds, type Foothold } from './footholds.ts';
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
  const { graph } = model;
  const certain = graph.certain.slice();
  const inside = Uint8Array.from(model.names, (name) => (name.startsWith('inside:') ? 1 : 0));
  for (let step = 0; step < certain.length; step++) {
    if (inside[graph.gives[step] ?? 0] === 1 && model.technique(step)?.needsFlaw === true) certain[step] = -1;
  }
  const outside = model.id(internet) ?? -1;
  for (let index = graph.usedStart[outside] ?? 0, end = graph.usedStart[outside + 1] ?? 0; index < end; index++) {
    const step = graph.used[index] ?? 0;
    if (certain[step] === 0 && model.reason(step).gaps?.includes(listeningGap) === true) certain[step] = -1;
  }
  return { ...graph, certain };
}

export interface PlacedFoothold extends Foothold {
  readonly id: number;
}

/** What an overview asks, the same at every certainty. */
export interface Question {
  readonly goals: readonly State[];
  readonly footholds: readonly PlacedFoothold[];
  /** What leads to a goal, at prices that tell which of two proofs of one cost has fewer steps that are not certain. */
  readonly graph: Graph;
  readonly joint: Bitset;
  /** By step of that graph: the step of the model. */
  readonly original: Int32Array;
}

/** A cost of the model is so much in the graph of a question. */
export const scale = 4096;

const questions = new WeakMap<AttackModel, Question>();

export function questionOf(model: AttackModel): Question {
  let found = questions.get(model);
  if (!found) questions.set(model, (found = makeQuestion(model)));
  return found;
}

function makeQuestion(model: AttackModel): Question {
  const goals = goalsOf(model);
  const whole = counted(model);
  const cost = whole.cost.map((price, step) => price * scale + (whole.certain[step] === 1 ? 0 : 1));
  const { graph, original } = trimmed({ ...whole, cost }, goals.map((goal) => model.id(goal) ?? 0));
  const placed = footholds(model.context).flatMap((foothold) => {
    const id = model.id(foothold.state);
    return id === undefined ? [] : [{ ...foothold, id }];
  });
  return { goals, footholds: placed, graph, joint: jointSteps(graph), original };
}
