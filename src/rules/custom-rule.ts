import type { Container, Workload } from '../cluster/workload.ts';
import { Expression, type Readable } from '../engines/expression.ts';
import type { CustomRule } from '../model/custom-rule.ts';
import { evidence, type Evidence } from '../model/evidence.ts';
import { chain, known, type Fact } from '../model/fact.ts';
import { valueAt, type Path } from '../model/object.ts';
import type { Context } from './context.ts';
import type { AnyRule, Breach, NamespaceSubject, ObjectSubject } from './define.ts';
import { ofContainer, ofNamespace, ofObject, ofWorkload } from './effective-values.ts';
import { efforts, gains, positions, type BaseFactors } from './severity.ts';

/** What a custom rule may say of its severity: the words of the published table. */
export const severityWords: Readonly<Record<keyof CustomRule['severity'], readonly string[]>> = { gain: Object.keys(gains), position: Object.keys(positions), effort: Object.keys(efforts) };

/** The theme of all rules that people wrote. */
export const customTheme = 'custom';

/** A rule that people wrote, as one that is judged like any other. */
export function ruleOf(custom: CustomRule): AnyRule {
  const { id, title, why, fix, examples } = custom;
  const base = { id, title, why, fix, examples, severity: factorsOf(custom) };
  switch (custom.on) {
    case 'container': {
      const judge = judgeOf(custom, ofContainer, (subject: Container) => subject.at(...custom.field));
      return { ...base, on: 'container', ...judge };
    }
    case 'workload': {
      const judge = judgeOf(custom, ofWorkload, (subject: Workload) => workloadEvidence(subject, custom.field));
      return { ...base, on: 'workload', ...judge };
    }
    case 'namespace': {
      const judge = judgeOf(custom, ofNamespace, ({ ref, object }: NamespaceSubject) => evidence(ref, custom.field, valueAt(object, custom.field)));
      return { ...base, on: 'namespace', ...judge };
    }
    case 'object': {
      const judge = judgeOf(custom, ofObject, ({ ref, object }: ObjectSubject) => evidence(ref, custom.field, valueAt(object, custom.field)));
      return { ...base, on: 'object', kinds: custom.kinds, ...judge };
    }
  }
}

interface Judge<S> {
  appliesTo(subject: S, context: Context): Fact<boolean>;
  check(subject: S, context: Context): Fact<readonly Breach[]>;
}

function judgeOf<S>({ id, when, check, message, expected }: CustomRule, variables: (subject: S, expression: Expression, context: Context) => Readable, shown: (subject: S) => Evidence): Judge<S> {
  const holds = (text: string, subject: S, context: Context): Fact<boolean> => {
    const expression = new Expression();
    return expression.holds(text, variables(subject, expression, context), id);
  };
  return {
    appliesTo: (subject, context) => (when === null ? known(true) : holds(when, subject, context)),
    check: (subject, context) => chain(holds(check, subject, context), (passes) => known(passes ? [] : [{ message, evidence: [shown(subject)], ...(expected === null ? {} : { expected }) }])),
  };
}

/** Below the pod spec, or in the metadata beside it. */
function workloadEvidence(workload: Workload, field: Path): Evidence {
  if (field[0] !== 'metadata') return workload.at(...field);
  const path = [...workload.specPath.slice(0, -1), ...field];
  return evidence(workload.at().object, path, valueAt(workload.object, path));
}

/** @throws Error for words that the table does not have: whoever reads the file checks them */
function factorsOf({ severity: { gain, position, effort } }: CustomRule): BaseFactors {
  if (!isIn(gains, gain) || !isIn(positions, position) || !isIn(efforts, effort)) throw new Error(`no such severity: ${gain}, ${position}, ${effort}`);
  return { gain, position, effort };
}

function isIn<T extends object>(table: T, word: PropertyKey): word is keyof T {
  return Object.hasOwn(table, word);
}
