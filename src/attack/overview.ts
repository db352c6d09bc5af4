import type { Certainty } from '../graph/index.ts';
import { footholdKinds, questionOf } from './counted.ts';
import type { AttackModel } from './model.ts';
import type { Foothold, FootholdKind } from './footholds.ts';
import { lengthOf, told, type PathStep } from './path.ts';
import { searchWays, type Found, type FoundWay, type KindAsked } from './search.ts';
import { endOf, type State } from './states.ts';
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

/**
 * Who reaches what, kind by kind, by the way that takes least of an attacker; another may have fewer steps.
 * @param known ways that are told already: of their kind to their goal no other is looked for
 */
export function overviewOf(model: AttackModel, certainty: Certainty, known: readonly Way[] = []): Overview {
  const question = questionOf(model);
  const pairs = known.map(({ kind, goal }) => ({ kind: footholdKinds.indexOf(kind), goal: question.goalStates.indexOf(goal) }));
  return overviewFrom(model, searchWays(question, certainty, pairs));
}

/** What was found, told. */
export function overviewFrom(model: AttackModel, { reached, ways }: Found): Overview {
  const { goalStates, footholds: placed, kinds, seeds } = questionOf(model);
  const reaching = ({ own, asked }: KindAsked): number => new Set(own.filter((at) => ((reached[at] ?? 0) & asked) !== 0).map((at) => seeds[at])).size;
  return {
    goals: goalStates, ways: ways.map((way) => toldWay(model, way)),
    kinds: kinds.map((each, index) => ({ kind: footholdKinds[index] ?? 'internet', all: each.own.length, reaching: reaching(each) })),
    byDesign: placed.filter(({ byDesign: design }, index) => design !== undefined && reached[index] !== 0),
  };
}

function toldWay(model: AttackModel, { kind, goal, from, seed, cost, steps: found }: FoundWay): Way {
  const { goalStates, goals } = questionOf(model);
  const steps = told(model, found, goals[goal] ?? 0);
  return {
    kind: footholdKinds[kind] ?? 'internet', goal: goalStates[goal] ?? '', from: endOf(model.name(seed)), verdict: steps.every(({ verdict }) => verdict === 'certain') ? 'certain' : 'possible',
    length: lengthOf(steps), cost, steps, sources: from.map((each) => endOf(model.name(each))),
  };
}
