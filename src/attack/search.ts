import { Bitset, cheapest, goalsReached, jointSteps, needsOf, proofOf, reachable, relevant, type Certainty, type CheapestOptions, type Costs, type Graph } from '../graph/index.ts';

/** What an overview asks of a graph, in numbers alone. */
export interface Question {
  readonly graph: Graph;
  /** States. */
  readonly goals: readonly number[];
  /** The states of all footholds. */
  readonly seeds: readonly number[];
  readonly kinds: readonly KindAsked[];
  /** The state of an administrator, who needs no further step; -1 where there is none. */
  readonly admin: number;
}

/** The footholds of one kind, without those that are strong by design. */
export interface KindAsked {
  /** Where they lie among the seeds. */
  readonly own: readonly number[];
  /** A bit for each goal that they are asked about. */
  readonly asked: number;
}

/** A pair of kind and goal, by their numbers. */
export interface Pair {
  readonly kind: number;
  readonly goal: number;
}

export interface FoundWay extends Pair {
  /** The states of the kind that reach the goal by themselves. */
  readonly from: readonly number[];
  /** The cheapest of them. */
  readonly seed: number;
  readonly cost: number;
  readonly steps: readonly number[];
}

export interface Found {
  /** By seed: a bit for each goal that it reaches by itself. */
  readonly reached: Int32Array;
  readonly ways: readonly FoundWay[];
}

export interface Searched {
  readonly certain: Found;
  /** Without ways of a kind to a goal that a certain one leads to. */
  readonly possible: Found;
  /** The states that lie between footholds and goals. */
  readonly between: Bitset;
}

/** All that a report asks. */
export function searchAll(question: Question): Searched {
  const near = nearOf(question);
  const certain = searchWays(question, 'certain', [], near);
  return { certain, possible: searchWays(question, 'possible', certain.ways, near), between: betweenOf(question, near) };
}

/** What has a part in a proof of one of the goals: a large part of a graph has none, and no search looks at it. */
function nearOf({ graph, goals }: Question): Bitset {
  return relevant(graph, goals, 'possible');
}

/** A cost of the model is so much among finer prices. */
const scale = 4096;

/** Who reaches what, kind by kind, by the cheapest way. @param known pairs of which no way is looked for */
export function searchWays(question: Question, certainty: Certainty, known: readonly Pair[], near: Bitset = nearOf(question)): Found {
  const { graph, goals, seeds, kinds } = question;
  const reached = goalsReached(graph, seeds, goals, certainty, { near });
  // Certain steps are as sure as one another: there is nothing that finer prices would tell apart.
  const fine = certainty === 'possible';
  let options: CheapestOptions | undefined;
  const ways = kinds.flatMap(({ own, asked }, kind) => {
    const from = goals.map((_, goal) => own.flatMap((at) => (((reached[at] ?? 0) & asked & (1 << goal)) === 0 ? [] : [seeds[at] ?? 0])));
    const open = [...goals.keys()].filter((goal) => from[goal]?.length !== 0 && !known.some((pair) => pair.kind === kind && pair.goal === goal));
    if (open.length === 0) return [];
    options ??= { within: near, prices: fine ? finePrices(graph) : graph.cost };
    const costs = cheapest(graph, own.map((at) => seeds[at] ?? 0), certainty, { ...options, until: open.map((goal) => goals[goal] ?? 0) });
    return open.flatMap((goal): readonly FoundWay[] => {
      const starts = from[goal] ?? [];
      const shared = proofIn(graph, costs, goals[goal] ?? 0);
      const proof = shared?.seeds.length === 1 ? shared : bestProof(graph, jointOf(graph), starts, goals[goal] ?? 0, certainty, options);
      return proof ? [{ kind, goal, from: starts, seed: proof.seeds[0] ?? goals[goal] ?? 0, cost: fine ? Math.trunc(proof.cost / scale) : proof.cost, steps: proof.steps }] : [];
    });
  });
  return { reached, ways };
}

const joints = new WeakMap<Graph, Bitset>();

function jointOf(graph: Graph): Bitset {
  const found = joints.get(graph) ?? jointSteps(graph);
  joints.set(graph, found);
  return found;
}

/** Prices that tell which of two proofs of one cost has fewer steps that are not certain. */
function finePrices({ cost, certain }: Graph): Int32Array {
  const prices = new Int32Array(cost.length);
  for (let step = 0; step < prices.length; step++) prices[step] = (cost[step] ?? 0) * scale + (certain[step] === 1 ? 0 : 1);
  return prices;
}

function betweenOf({ graph, goals, seeds, kinds, admin }: Question, near: Bitset): Bitset {
  const wanted = new Set(goals);
  const onward = graph.used.subarray(graph.usedStart[admin] ?? 0, graph.usedStart[admin + 1] ?? 0).filter((step) => graph.needCount[step] === 1 && !wanted.has(graph.gives[step] ?? 0));
  const starts = kinds.flatMap(({ own }) => own.map((at) => seeds[at] ?? 0));
  return reachable(graph, starts, 'possible', { without: Bitset.of(graph.steps, onward), within: near });
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
