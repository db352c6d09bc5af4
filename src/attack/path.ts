import { needsOf } from '../graph/index.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Gap } from '../model/gap.ts';
import type { AttackModel } from './model.ts';
import { endOf, isHidden, isRole } from './states.ts';
import type { AskedRight, Technique, Verdict } from './technique.ts';

/** One step as it is told: hubs, roles and groups are part of the step that they lead to. */
export interface PathStep {
  readonly technique: Technique;
  readonly from: string;
  /** What it needs besides. */
  readonly also: readonly string[];
  readonly to: string;
  readonly verdict: Verdict;
  /** Why it is there, part by part. */
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly gaps: readonly Gap[];
  /** The rights among its reasons. */
  readonly asked: readonly AskedRight[];
  /** False for what somebody is without doing anything. */
  readonly counted: boolean;
  /** The steps of the graph that it tells. */
  readonly parts: readonly number[];
}

interface Part {
  readonly from: readonly number[];
  readonly technique: Technique | undefined;
  readonly counted: boolean;
  readonly certain: boolean;
  readonly steps: readonly number[];
}

/** The steps of a proof, told from one named end to the next. */
export function told(model: AttackModel, proof: readonly number[], goal: number): readonly PathStep[] {
  const parts = new Map<number, Part>();
  const path: PathStep[] = [];
  for (const step of proof) {
    const gives = model.gives(step);
    const before = needsOf(model.graph, step).map((need) => parts.get(need) ?? { from: [need], technique: undefined, counted: false, certain: true, steps: [] });
    const part: Part = {
      from: [...new Set(before.flatMap(({ from }) => from))],
      technique: model.isFree(step) ? (before.map(({ technique }) => technique).findLast((each) => each) ?? undefined) : model.technique(step),
      counted: !model.isFree(step) || before.some(({ counted }) => counted),
      certain: model.isCertain(step) && before.every(({ certain }) => certain),
      steps: [...new Set([...before.flatMap(({ steps }) => steps), step])],
    };
    if (gives !== goal && isPassed(model, step, gives, part)) parts.set(gives, part);
    // Of a node to any node nobody does anything.
    else {
      const technique = part.technique ?? nameOf(model, part);
      if (technique !== undefined || path.length === 0) path.push(shown(model, part, technique ?? unnamed, gives));
    }
  }
  return path;
}

function isPassed(model: AttackModel, step: number, gives: number, { technique }: Part): boolean {
  const name = model.name(gives);
  return isHidden(name) || (technique === undefined && model.isFree(step) && (isRole(name) || name.startsWith('group:') || name.startsWith('inside:')));
}

/** What it is called where nobody does anything: by the last of its steps that is not only what belongs together. */
function nameOf(model: AttackModel, { steps }: Part): Technique | undefined {
  return steps.map((step) => model.technique(step)).findLast((each) => each !== undefined);
}

function shown(model: AttackModel, { from, counted, certain, steps }: Part, technique: Technique, gives: number): PathStep {
  const reasons = steps.map((step) => model.reason(step));
  const ends = from.map((state) => endOf(model.name(state)));
  return {
    technique, from: ends.at(-1) ?? '', also: ends.slice(0, -1), to: endOf(model.name(gives)), verdict: certain ? 'certain' : 'possible', counted, parts: steps,
    reasons: [...new Set(reasons.map(({ text }) => text).filter((text) => text !== ''))],
    evidence: reasons.flatMap(({ evidence }) => evidence), gaps: [...new Set(reasons.flatMap(({ gaps = [] }) => gaps))], asked: reasons.flatMap(({ asked }) => asked ?? []),
  };
}

const unnamed: Technique = {
  id: 'technique/belongs', title: 'has it already', why: '', aliases: [], attack: [], microsoft: [], effort: 1, detects: '', removes: '', steps: () => [], examples: { present: [], absent: [], unknown: [] },
};

/** Steps that somebody takes; one at least. */
export function lengthOf(path: readonly PathStep[]): number {
  return Math.max(1, path.filter(({ counted }) => counted).length);
}
