import { cheapest, needsOf, proofOf, sources, type Bitset, type Certainty, type Costs, type Graph } from '../graph/index.ts';
import { questionOf, scale, type Question } from './counted.ts';
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

/** Who reaches what, kind by kind, by the way that takes least of an attacker; another may have fewer steps. */
export function overviewOf(model: AttackModel, certainty: Certainty): Overview {
  const question = questionOf(model);
  const { goals, footholds: all, graph } = question;
  const seeds = all.map(({ id }) => id);
  const reach = new Map(goals.map((goal) => [goal, new Set(sources(graph, seeds, model.id(goal) ?? 0, certainty))]));
  const others = all.filter(({ byDesign }) => byDesign === undefined);
  const ways: Way[] = [];
  const kinds = footholdKinds.map((kind) => {
    const own = others.filter((each) => each.kind === kind).map(({ id }) => id);
    const costs = own.length === 0 ? undefined : cheapest(graph, own, certainty);
    const found = goals.filter((goal) => !(kind === 'node' && goal === anyNodeRoot)).flatMap((goal) => {
      const from = own.filter((id) => reach.get(goal)?.has(id));
      return costs && from.length > 0 ? (wayOf(model, { question, kind, goal, from, certainty, costs }) ?? []) : [];
    });
    ways.push(...found);
    return { kind, all: own.length, reaching: new Set(found.flatMap((way) => way.sources)).size };
  });
  const byDesign = all.filter(({ byDesign: design, id }) => design !== undefined && goals.some((goal) => reach.get(goal)?.has(id)));
  return { goals, ways, kinds, byDesign };
}

interface Asked {
  readonly question: Question;
  readonly kind: FootholdKind;
  readonly goal: State;
  readonly from: readonly number[];
  readonly certainty: Certainty;
  /** From all footholds of the kind at once. */
  readonly costs: Costs;
}

function wayOf(model: AttackModel, { question, kind, goal, from, certainty, costs }: Asked): Way | undefined {
  const id = model.id(goal) ?? 0;
  const { graph, joint, original } = question;
  const shared = proofIn(graph, costs, id);
  const proof = shared?.seeds.length === 1 ? shared : bestProof(graph, joint, from, id, certainty);
  if (!proof) return undefined;
  const steps = told(model, proof.steps.map((step) => original[step] ?? 0), id);
  return { kind, goal, from: endOf(model.name(proof.seeds[0] ?? id)), verdict: steps.every(({ verdict }) => verdict === 'certain') ? 'certain' : 'possible', length: lengthOf(steps), cost: Math.trunc(proof.cost / scale), steps, sources: from.map((seed) => endOf(model.name(seed))) };
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
export function bestProof(graph: Graph, several: Bitset, seeds: readonly number[], goal: number, certainty: Certainty): SeededProof | undefined {
  const straight = cheapestProof(graph, seeds, goal, certainty, several);
  let best = straight?.seeds.length === 1 ? straight : undefined;
  const left = new Set(seeds);
  for (;;) {
    const joint = cheapestProof(graph, [...left], goal, certainty);
    if (!joint || (best && joint.cost >= best.cost)) return best;
    if (joint.seeds.length === 1) return joint;
    for (const seed of joint.seeds) {
      const alone = cheapestProof(graph, [seed], goal, certainty);
      if (alone && (!best || alone.cost < best.cost)) best = alone;
      left.delete(seed);
    }
  }
}

function cheapestProof(graph: Graph, seeds: readonly number[], goal: number, certainty: Certainty, without?: Bitset): SeededProof | undefined {
  return proofIn(graph, cheapest(graph, seeds, certainty, { until: goal, ...(without ? { without } : {}) }), goal);
}

function proofIn(graph: Graph, costs: Costs, goal: number): SeededProof | undefined {
  const steps = proofOf(graph, costs, goal);
  if (!steps) return undefined;
  const given = new Set(steps.map((step) => graph.gives[step] ?? 0));
  const used = new Set(steps.flatMap((step) => needsOf(graph, step)).filter((need) => !given.has(need)));
  return { seeds: [...used], cost: costs.cost[goal] ?? 0, steps };
}
