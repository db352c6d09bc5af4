import { cheapest, goalsReached, needsOf, proofOf, type Bitset, type Certainty, type CheapestOptions, type Costs, type Graph } from '../graph/index.ts';
import { finePrices, questionOf, scale } from './counted.ts';
import type { AttackModel } from './model.ts';
import type { Foothold, FootholdKind } from './footholds.ts';
import { lengthOf, told, type PathStep } from './path.ts';
import { anyNodeRoot, endOf, type State } from './states.ts';
import type { Verdict } from './technique.ts';

/** The cheapest way of one kind of foothold to one goal. */
export interface Way {
  readonly kind: FootholdKind;
  readonly goal: State;
  readonly from: string;
  readonly verdict: Verdict;
  readonly length: number;
  readonly cost: number;
  readonly steps: readonly PathStep[];
  /** Footholds of the kind that reach the goal, this one among them. */
  readonly sources: readonly string[];
}

export interface Overview {
  readonly goals: readonly State[];
  readonly ways: readonly Way[];
  /** Of each kind: how many there are, and how many of them reach a goal. */
  readonly kinds: readonly { readonly kind: FootholdKind; readonly all: number; readonly reaching: number }[];
  /** As strong as the cluster whatever one changes; not counted. */
  readonly byDesign: readonly Foothold[];
}

export const footholdKinds: readonly FootholdKind[] = ['internet', 'container', 'node', 'person', 'pipeline', 'account', 'image', 'registry'];

/**
 * Who reaches what, kind by kind, by the way that takes least of an attacker; another may have fewer steps.
 * @param known ways that are told already: of their kind to their goal no other is looked for
 */
export function overviewOf(model: AttackModel, certainty: Certainty, known: readonly Way[] = []): Overview {
  const { goals, goalIds, footholds: placed, ids, starts, graph, near } = questionOf(model);
  const reached = goalsReached(graph, ids, goalIds, certainty, { near });
  // Certain steps are as sure as one another: there is nothing that finer prices would tell apart.
  const unit = certainty === 'certain' ? 1 : scale;
  let prices = certainty === 'certain' ? graph.cost : undefined;
  const ways: Way[] = [];
  const kinds = footholdKinds.map((kind) => {
    const own = starts.get(kind) ?? [];
    const bits = goals.map((goal, place) => (kind === 'node' && goal === anyNodeRoot ? 0 : 1 << place));
    const reaching = (wanted: number): readonly number[] => own.filter((at) => ((reached[at] ?? 0) & wanted) !== 0).map((at) => ids[at] ?? 0);
    const from = bits.map(reaching);
    const asked = [...goals.keys()].filter((place) => from[place]?.length !== 0 && !known.some((way) => way.kind === kind && way.goal === goals[place]));
    if (asked.length > 0) {
      const options = { within: near, prices: (prices ??= finePrices(graph)) };
      const costs = cheapest(graph, own.map((at) => ids[at] ?? 0), certainty, { ...options, until: asked.map((place) => goalIds[place] ?? 0) });
      ways.push(...asked.flatMap((place) => wayOf(model, { graph, kind, goal: goals[place] ?? '', from: from[place] ?? [], certainty, costs, options, unit }) ?? []));
    }
    return { kind, all: own.length, reaching: new Set(reaching(bits.reduce((all, bit) => all | bit, 0))).size };
  });
  const byDesign = placed.filter(({ byDesign: design }, index) => design !== undefined && reached[index] !== 0);
  return { goals, ways, kinds, byDesign };
}

interface Asked {
  readonly graph: Graph;
  readonly kind: FootholdKind;
  readonly goal: State;
  readonly from: readonly number[];
  readonly certainty: Certainty;
  /** From all footholds of the kind at once. */
  readonly costs: Costs;
  readonly options: CheapestOptions;
  /** So much of their prices is one of the model. */
  readonly unit: number;
}

function wayOf(model: AttackModel, { graph, kind, goal, from, certainty, costs, options, unit }: Asked): Way | undefined {
  const id = model.id(goal) ?? 0;
  const shared = proofIn(graph, costs, id);
  const proof = shared?.seeds.length === 1 ? shared : bestProof(graph, model.joint, from, id, certainty, options);
  if (!proof) return undefined;
  const steps = told(model, proof.steps, id);
  return { kind, goal, from: endOf(model.name(proof.seeds[0] ?? id)), verdict: steps.every(({ verdict }) => verdict === 'certain') ? 'certain' : 'possible', length: lengthOf(steps), cost: Math.trunc(proof.cost / unit), steps, sources: from.map((seed) => endOf(model.name(seed))) };
}

export interface SeededProof {
  readonly seeds: readonly number[];
  readonly cost: number;
  readonly steps: readonly number[];
}

/**
 * The cheapest proof from one of the seeds alone. Two footholds at once are no foothold: where the cheapest of all uses several,
 * each is tried alone, and then the others, until those cannot be cheaper any more.
 */
export function bestProof(graph: Graph, several: Bitset, seeds: readonly number[], goal: number, certainty: Certainty, options: CheapestOptions = {}): SeededProof | undefined {
  const straight = cheapestProof(graph, seeds, goal, certainty, { ...options, without: several });
  let best = straight?.seeds.length === 1 ? straight : undefined;
  const left = new Set(seeds);
  for (;;) {
    const joint = cheapestProof(graph, [...left], goal, certainty, options);
    if (!joint || (best && joint.cost >= best.cost)) return best;
    if (joint.seeds.length === 1) return joint;
    for (const seed of joint.seeds) {
      const alone = cheapestProof(graph, [seed], goal, certainty, options);
      if (alone && (!best || alone.cost < best.cost)) best = alone;
      left.delete(seed);
    }
  }
}

function cheapestProof(graph: Graph, seeds: readonly number[], goal: number, certainty: Certainty, options: CheapestOptions): SeededProof | undefined {
  return proofIn(graph, cheapest(graph, seeds, certainty, { ...options, until: [goal] }), goal);
}

function proofIn(graph: Graph, costs: Costs, goal: number): SeededProof | undefined {
  const steps = proofOf(graph, costs, goal);
  if (!steps) return undefined;
  const given = new Set(steps.map((step) => graph.gives[step] ?? 0));
  const used = new Set(steps.flatMap((step) => needsOf(graph, step)).filter((need) => !given.has(need)));
  return { seeds: [...used], cost: costs.cost[goal] ?? 0, steps };
}
