import type { Graph } from '../graph/index.ts';
import { footholds, type Foothold, type FootholdKind } from './footholds.ts';
import type { AttackModel } from './model.ts';
import { listeningGap } from './programs.ts';
import type { Question } from './search.ts';
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
export interface OverviewQuestion extends Question {
  readonly goalStates: readonly State[];
  /** Those of which the model has a state, in the order of the seeds. */
  readonly footholds: readonly Foothold[];
}

export const footholdKinds: readonly FootholdKind[] = ['internet', 'container', 'node', 'person', 'pipeline', 'account', 'image', 'registry'];

const questions = new WeakMap<AttackModel, OverviewQuestion>();

export function questionOf(model: AttackModel): OverviewQuestion {
  let found = questions.get(model);
  if (!found) questions.set(model, (found = makeQuestion(model)));
  return found;
}

function makeQuestion(model: AttackModel): OverviewQuestion {
  const goalStates = goalsOf(model);
  const placed: Foothold[] = [];
  const seeds: number[] = [];
  const own = new Map<FootholdKind, number[]>(footholdKinds.map((kind) => [kind, []]));
  for (const foothold of footholds(model.context)) {
    const id = model.id(foothold.state);
    if (id === undefined) continue;
    if (foothold.byDesign === undefined) own.get(foothold.kind)?.push(seeds.length);
    placed.push(foothold);
    seeds.push(id);
  }
  const every = 2 ** goalStates.length - 1;
  // To be root on a node is what a node is.
  const onNodes = goalStates.reduce((bits, goal, place) => (goal === anyNodeRoot ? bits : bits | (1 << place)), 0);
  return {
    graph: counted(model), goals: goalStates.map((goal) => model.id(goal) ?? 0), seeds, admin: model.id(clusterAdmin) ?? -1,
    kinds: footholdKinds.map((kind) => ({ own: own.get(kind) ?? [], asked: kind === 'node' ? onNodes : every })), goalStates, footholds: placed,
  };
}
