import { rules } from '../../src/rules/registry.ts';
import type { AnyRule } from '../../src/rules/define.ts';
import { eachVerdict, type Verdict as Judged } from '../../src/rules/run.ts';
import type { AssessOptions } from '../../src/assess.ts';
import { contextOf } from './context.ts';

export type Verdict = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** What a rule says of the input's subjects, worst first. */
export function verdictOf(id: string, yaml: string, options: AssessOptions = {}): Verdict {
  const rule = rules.find((each) => each.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  const all = judge(rule, yaml, options).map((verdict): Verdict => {
    if (verdict === 'not-applicable') return verdict;
    if (!verdict.known) return 'unknown';
    return verdict.value.length > 0 ? 'fail' : 'pass';
  });
  return (['fail', 'unknown', 'pass'] as const).find((each) => all.includes(each)) ?? 'not-applicable';
}

/** Messages of a rule's breaches. */
export function messagesOf(id: string, yaml: string): readonly string[] {
  const rule = rules.find((each) => each.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return judge(rule, yaml).flatMap((verdict) => (verdict !== 'not-applicable' && verdict.known ? verdict.value.map(({ message }) => message) : []));
}

function judge(rule: AnyRule, yaml: string, options: AssessOptions = {}): readonly Judged[] {
  const all: Judged[] = [];
  eachVerdict(rule, contextOf(yaml, options), (_, verdict) => all.push(verdict));
  return all;
}
