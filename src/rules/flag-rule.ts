import type { ComponentId } from '../engines/components/component.ts';
import { map } from '../model/fact.ts';
import { defineRule, type Rule } from './define.ts';
import { withField, withFlags } from './flag-examples.ts';
import type { BaseFactors } from './severity.ts';

export interface FlagRule {
  readonly id: string;
  readonly component: ComponentId;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: BaseFactors;
  /** The flag, or the field of the kubelet's configuration. */
  readonly flag: string;
  /** Whether the value in force breaks the rule; null means unset and without default. */
  readonly breaks: (value: string | null) => boolean;
  readonly message: string;
  readonly expected: string;
  /** Command lines, or the field's value for the kubelet. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

/** A rule that reads one setting of one component: what most of the control plane's rules are. */
export function flagRule(row: FlagRule): Rule<'component'> {
  const example = (words: readonly string[]): string => (row.flag.startsWith('--') ? withFlags(row.component, words) : withField(row.flag, words[0] ?? ''));
  return defineRule<'component'>({
    id: row.id,
    on: 'component',
    component: row.component,
    title: row.title,
    why: row.why,
    fix: row.fix,
    severity: row.severity,
    check: (component) =>
      map(component.setting(row.flag), ({ value, origin }) =>
        row.breaks(value)
          ? [{ message: origin === 'default' ? `${row.message} (${value === null ? 'not set' : `default ${value}`})` : row.message, evidence: [component.at(row.flag)], expected: row.expected, factors: { spread: 'cluster' as const } }]
          : [],
      ),
    examples: { bad: [example(row.bad)], good: [example(row.good)], unknown: ['apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n'] },
  });
}
