import { chain, known, type Fact, type Known } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { ObjectRef } from '../model/object.ts';
import { untimed, type Timed } from '../model/profile.ts';
import type { Context } from './context.ts';
import type { AnyRule, Breach, Judgement, Subjects } from './define.ts';
import { subjectsOf, type Judged } from './subjects.ts';

/** What one rule says of everything it judges. Passes are counted; only what a person may ask about is kept. */
export interface RuleRun {
  readonly rule: AnyRule;
  readonly passes: number;
  /** Passes that rest on an assumption of the coverage. */
  readonly assumedPasses: number;
  readonly notApplicable: number;
  readonly fails: readonly Fail[];
  readonly unknowns: readonly Undecided[];
}

export interface Fail {
  readonly judged: Judged;
  readonly breaches: readonly Breach[];
  readonly assumed: boolean;
}

export interface Undecided {
  readonly ref: ObjectRef;
  readonly gaps: readonly Gap[];
}

/** Runs every rule on every subject of its kind. The only place that turns judgements into verdicts. */
export function runRules(rules: readonly AnyRule[], context: Context, timed: Timed = untimed): readonly RuleRun[] {
  return rules.map((rule) => timed(`rule ${rule.id}`, () => runRule(rule, context)));
}

function runRule(rule: AnyRule, context: Context): RuleRun {
  let [passes, assumedPasses, notApplicable] = [0, 0, 0];
  const fails: Fail[] = [];
  const unknowns: Undecided[] = [];
  const subjects = subjectsOf(rule, context);
  const verdicts = verdictsOf(rule, subjects, context);
  for (let index = 0; index < verdicts.length; index++) {
    const verdict = verdicts[index];
    if (verdict === passed) passes++;
    else if (verdict === undefined || verdict === 'not-applicable') notApplicable++;
    else {
      const judged = subjects[index];
      if (!judged) continue;
      if (!verdict.known) unknowns.push({ ref: judged.ref, gaps: verdict.gaps });
      else if (verdict.value.length > 0) fails.push({ judged, breaches: verdict.value, assumed: verdict.assumed });
      else {
        passes++;
        if (verdict.assumed) assumedPasses++;
      }
    }
  }
  return { rule, passes, assumedPasses, notApplicable, fails, unknowns };
}

/** What a rule says of one subject. */
export type Verdict = Fact<readonly Breach[]> | 'not-applicable';

// Verdicts alone, in the order of the subjects: pairs of both would be millions of objects in a large cluster.
const told = new WeakMap<Context, Map<AnyRule, readonly Verdict[]>>();

/** What a rule says of each of its subjects; asked once for each context, since threats are decided by the same answers. */
function verdictsOf(rule: AnyRule, subjects: readonly Judged[], context: Context): readonly Verdict[] {
  const ofContext = told.get(context) ?? new Map<AnyRule, readonly Verdict[]>();
  told.set(context, ofContext);
  let verdicts = ofContext.get(rule);
  if (!verdicts) ofContext.set(rule, (verdicts = asked(rule, subjects, context)));
  return verdicts;
}

/** Hears each subject of a rule with what the rule says of it. No pairs: a large cluster would make millions of them. */
export function eachVerdict(rule: AnyRule, context: Context, hear: (judged: Judged, verdict: Verdict) => void): void {
  const subjects = subjectsOf(rule, context);
  verdictsOf(rule, subjects, context).forEach((verdict, index) => {
    const judged = subjects[index];
    if (judged) hear(judged, verdict);
  });
}

type Anything = Subjects[keyof Subjects];

function asked(rule: AnyRule, subjects: readonly Judged[], context: Context): readonly Verdict[] {
  // A rule judges its own kind of subject; the union of rule types cannot say so.
  const typed = rule as { appliesTo?(s: Anything, c: Context): boolean | Fact<boolean>; check(s: Anything, c: Context): Judgement };
  const passes = new Passes();
  const verdicts: Verdict[] = [];
  // Of a rule without the question it is not asked: a large cluster gives each rule tens of thousands of subjects.
  const asks = typed.appliesTo !== undefined;
  for (const { subject } of subjects) {
    const applies = asks ? (typed.appliesTo?.(subject, context) ?? true) : true;
    if (applies === true) {
      const judgement = typed.check(subject, context);
      verdicts.push(isList(judgement) && judgement.length === 0 ? passed : passes.shared(asFact(judgement)));
    } else if (applies === false || (applies.known && !applies.value)) verdicts.push('not-applicable');
    else verdicts.push(passes.shared(chain(applies, () => asFact(typed.check(subject, context)))));
  }
  return verdicts;
}

// Most verdicts are passes: they share one fact.
const passed: Known<readonly Breach[]> = known([]);

function isList(judgement: Judgement): judgement is readonly Breach[] {
  return Array.isArray(judgement);
}

function asFact(judgement: Judgement): Fact<readonly Breach[]> {
  if (!isList(judgement)) return judgement;
  return judgement.length === 0 ? passed : known(judgement);
}

/** Passes of one rule. What a pass rests on is told where that was assumed, and mostly it is one thing for all: the version of the cluster. */
class Passes {
  #last = passed;

  shared(verdict: Fact<readonly Breach[]>): Fact<readonly Breach[]> {
    if (verdict === passed || !verdict.known || verdict.value.length > 0) return verdict;
    if (!verdict.assumed) return passed;
    if (!this.#last.assumed || this.#last.evidence !== verdict.evidence) this.#last = verdict;
    return this.#last;
  }
}
