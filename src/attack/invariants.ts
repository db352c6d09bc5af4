import { cheapest, reachable, sources, type Certainty } from '../graph/index.ts';
import type { PathResult } from '../model/attack-path.ts';
import type { EndChoice, Invariant, InvariantResult } from '../model/invariant.ts';
import type { Locate } from '../model/locate.ts';
import type { AttackGraph } from './attack-graph.ts';
import { excepted, goalsOfChoice, startsOfChoice, type Chosen } from './end-choices.ts';
import { bestProof } from './search.ts';
import { lengthOf, told } from './path.ts';
import { kindOf, stepResult } from './results.ts';
import { endOf } from './states.ts';

// Of many goals, so many are asked for their cheapest path.
const triedGoals = 4;

/** Holds the cluster to an invariant: broken by a path that is certain, not known where one may be, or where its ends were not given. */
export function judged(graph: AttackGraph, invariant: Invariant, locate: Locate): InvariantResult {
  const { from, except, to } = invariant;
  const may = excepted(graph, except);
  const starts = joined(from, (choice) => startsOfChoice(graph, choice));
  const goals = joined(to, (choice) => goalsOfChoice(graph, choice));
  const seeds = starts.states.filter((state) => !may.states.has(state));
  const notes = [...new Set([...starts.notes, ...goals.notes, ...may.notes])];
  const result = (verdict: InvariantResult['verdict'], found?: Found): InvariantResult => ({ invariant, verdict, starts: seeds.length, offenders: found?.offenders ?? [], path: found?.path(locate) ?? null, notes });
  const certain = offence(graph, seeds, goals.states, 'certain');
  if (certain) return result('fail', certain);
  const possible = offence(graph, seeds, goals.states, 'possible');
  if (possible) return result('unknown', possible);
  return result(starts.missing || goals.missing ? 'unknown' : 'pass');
}

function joined(choices: readonly EndChoice[], of: (choice: EndChoice) => Chosen): Chosen {
  const all = choices.map(of);
  return { states: [...new Set(all.flatMap(({ states }) => states))], notes: all.flatMap(({ notes }) => notes), missing: all.some(({ missing }) => missing) };
}

interface Found {
  readonly offenders: readonly string[];
  readonly path: (locate: Locate) => PathResult | null;
}

/** Each start is taken alone: two footholds at once are no foothold. */
function offence({ model }: AttackGraph, seeds: readonly number[], goals: readonly number[], certainty: Certainty): Found | undefined {
  const { graph } = model;
  const reached = reachable(graph, seeds, certainty);
  const name = (state: number): string => endOf(model.name(state));
  const broken = goals.filter((goal) => reached.has(goal)).flatMap((goal) => {
    const own = seeds.filter((seed) => name(seed) !== name(goal));
    const from = sources(graph, own, goal, certainty);
    return from.length === 0 ? [] : [{ goal, from }];
  });
  if (broken.length === 0) return undefined;
  const { cost } = cheapest(graph, new Set(broken.flatMap(({ from }) => from)), certainty);
  const nearest = broken.toSorted((a, b) => (cost[a.goal] ?? 0) - (cost[b.goal] ?? 0)).slice(0, triedGoals);
  const [best] = nearest.flatMap(({ goal, from }) => {
    const proof = bestProof(model.graph, model.joint, from, goal, certainty);
    return proof ? [{ goal, from, proof }] : [];
  }).toSorted((a, b) => a.proof.cost - b.proof.cost);
  return {
    offenders: [...new Set(broken.flatMap(({ from }) => from.map(name)))].toSorted(),
    path: (locate) => {
      if (!best) return null;
      const steps = told(model, best.proof.steps, best.goal);
      const start = name(best.proof.seeds[0] ?? best.goal);
      return { kind: kindOf(start), from: start, to: name(best.goal), verdict: steps.every(({ verdict }) => verdict === 'certain') ? 'certain' : 'possible', length: lengthOf(steps), cost: best.proof.cost, starts: best.from.length, sources: best.from.map(name), steps: steps.map((step) => stepResult(step, locate)) };
    },
  };
}
