import { contextOf } from '../assess.ts';
import { collectText } from '../collect/index.ts';
import type { CustomRule } from '../model/custom-rule.ts';
import { many, printable, styled } from '../report/screen.ts';
import { ruleOf } from '../rules/custom-rule.ts';
import { runRules } from '../rules/run.ts';
import { decisionName, decisionsOf } from './decisions.ts';
import { exit, UsageError } from './exit.ts';
import { print, screenOf } from './print.ts';

const kinds = ['bad', 'good', 'unknown'] as const;
type Kind = (typeof kinds)[number];

/** What one example of a custom rule comes to. */
export interface Tested {
  readonly name: string;
  /** What is wrong with it; undefined where it holds. */
  readonly fault?: string;
}

/** `glacis rules test [FILE]`: the examples of the rules of glacis.yaml, each judged. @throws UsageError for a file without rules */
export function testRules(file: string | undefined): number {
  const rules = decisionsOf(file)?.rules ?? [];
  if (rules.length === 0) throw new UsageError(`${file ?? decisionName} has no rules`, 'glacis init writes a file with one to start from, as a comment under rules; docs/custom-rules.md says what they can do.');
  const tested = rules.flatMap(testedRule);
  const failed = tested.filter(({ fault }) => fault !== undefined).length;
  const out = screenOf();
  const lines = tested.map(({ name, fault }) => (fault === undefined ? `${styled('ok    ', 'dim', out)} ${printable(name)}` : `${styled('FAILED', 'bold', out)} ${printable(name)}: ${printable(fault)}`));
  print(`${lines.join('\n')}\n${many(rules.length, 'rule')}, ${many(tested.length, 'example')}, ${failed} failed\n`);
  return failed > 0 ? exit.failOn : exit.done;
}

/** Every example of a rule; that it has none of bad or good is a fault as well: it would prove nothing. */
export function testedRule(rule: CustomRule): readonly Tested[] {
  const missing = (['bad', 'good'] as const).filter((kind) => rule.examples[kind].length === 0).map((kind) => ({ name: `${rule.id} (${rule.source})`, fault: `it has no ${kind} example` }));
  return [...missing, ...kinds.flatMap((kind) => rule.examples[kind].map((yaml, index) => testedExample(rule, kind, yaml, index)))];
}

function testedExample(rule: CustomRule, kind: Kind, yaml: string, index: number): Tested {
  const name = `${rule.id}: ${kind} example ${index + 1}`;
  const { snapshot } = collectText(yaml);
  const [problem] = snapshot.problems;
  if (problem) return { name, fault: `line ${problem.line} of it: ${problem.message}` };
  const [run] = runRules([ruleOf(rule)], contextOf(snapshot));
  if (!run) return { name, fault: 'it was not judged' };
  const found = run.fails.length > 0 ? 'bad' : run.unknowns.length > 0 ? 'unknown' : run.passes > 0 ? 'good' : undefined;
  if (found === kind) return { name };
  const gaps = [...new Set(run.unknowns.flatMap(({ gaps: all }) => all))].map(({ ask }) => ask);
  return { name, fault: found === undefined ? `nothing in it is judged: no ${rule.on} of that kind, or the rule's when is false` : `it is ${found}${found === 'unknown' ? `: ${gaps.join('; ')}` : ''}` };
}
