import type { Component, ComponentId } from '../engines/components/component.ts';
import { chain, known, map, type Fact } from '../model/fact.ts';
import { valuesIn } from './component-settings.ts';
import type { Context } from './context.ts';
import { defineRule, type Rule } from './define.ts';
import { nothingRead, withFlags } from './flag-examples.ts';
import { settingBreach } from './flag-rule.ts';
import type { BaseFactors, Factors } from './severity.ts';

export interface FilesRule {
  readonly id: string;
  readonly component: ComponentId;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: BaseFactors;
  /** Flags that all have to name a file. */
  readonly flags: readonly string[];
  readonly appliesTo?: (component: Component, context: Context) => boolean | Fact<boolean>;
  /** What the rest of the configuration changes about the severity. */
  readonly factors?: (component: Component) => Fact<Partial<Factors>>;
  readonly message: string;
  readonly expected: string;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

/** A rule that asks for a certificate, key or authority: several flags of which each has to be set. No change: the files have to be made first. */
export function filesRule(row: FilesRule): Rule<'component'> {
  return defineRule<'component'>({
    id: row.id,
    on: 'component',
    component: row.component,
    title: row.title,
    why: row.why,
    fix: row.fix,
    severity: row.severity,
    ...(row.appliesTo ? { appliesTo: row.appliesTo } : {}),
    check: (component) =>
      chain(valuesIn(component, ...row.flags), (value) => {
        const missing = row.flags.find((flag) => value(flag) === null);
        if (missing === undefined) return known([]);
        const fault = { message: `${row.message}: ${missing} is not set`, expected: row.expected };
        return map(row.factors?.(component) ?? known<Partial<Factors>>({}), (factors) => [settingBreach(component, missing, { value: null, origin: 'flag' }, { ...fault, factors })]);
      }),
    examples: { bad: [withFlags(row.component, row.bad)], good: [withFlags(row.component, row.good)], unknown: [nothingRead] },
  });
}
