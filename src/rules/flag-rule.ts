import type { Component, ComponentId, Setting } from '../engines/components/component.ts';
import type { Change } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import { map, type Fact } from '../model/fact.ts';
import type { ObjectRef } from '../model/object.ts';
import { valueOf } from './component-settings.ts';
import type { Context } from './context.ts';
import { defineRule, type Breach, type Rule } from './define.ts';
import { flagChange } from './flag-change.ts';
import { nothingRead, withField, withFlags } from './flag-examples.ts';
import type { BaseFactors, Factors } from './severity.ts';

export interface FlagRule {
  readonly id: string;
  readonly component: ComponentId;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: BaseFactors;
  /** The flag, or the field of the configuration file. */
  readonly flag: string;
  /** Whether the question makes sense for this instance; left out means yes. */
  readonly appliesTo?: (component: Component, context: Context) => boolean | Fact<boolean>;
  /** Whether the value in force breaks the rule; null means unset and without default. */
  readonly breaks: (value: string | null) => boolean;
  readonly message: string;
  readonly expected: string;
  /** The value to write on the command line, and what that may break. */
  readonly change?: FlagChange;
  /** Command lines, or the field's value. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
  /** The version of the examples, where it matters. */
  readonly version?: string;
}

export interface FlagChange {
  readonly value: string;
  readonly breaks: string;
}

/** A rule that reads one setting of one component: what most of the control plane's rules are. */
export function flagRule(row: FlagRule): Rule<'component'> {
  const example = (words: readonly string[]): string =>
    row.flag.startsWith('--') ? withFlags(row.component, words, row.version) : withField(row.flag, words[0] ?? '', row.component, row.version);
  return defineRule<'component'>({
    id: row.id,
    on: 'component',
    component: row.component,
    title: row.title,
    why: row.why,
    fix: row.fix,
    severity: row.severity,
    ...(row.appliesTo ? { appliesTo: row.appliesTo } : {}),
    check: (component) => {
      const read = component.setting(row.flag);
      return map(read, (setting) => (row.breaks(valueOf(component, row.flag, setting)) ? [settingBreach(component, row.flag, setting, row, read)] : []));
    },
    examples: { bad: [example(row.bad)], good: [example(row.good)], unknown: [nothingRead] },
  });
}

export interface SettingFault {
  readonly message: string;
  readonly expected: string;
  readonly change?: FlagChange;
  readonly factors?: Partial<Factors>;
}

/** The breach of one setting, on the object that a person would edit. */
export function settingBreach(component: Component, flag: string, setting: Setting, fault: SettingFault, read: Fact<Setting> = component.setting(flag)): Breach {
  return new SettingBreach(component, flag, setting, fault, read);
}

const spread: Partial<Factors> = { spread: 'cluster' };

/** Thousands of kubelets may have one fault: what is said of each is put together when it is read. */
class SettingBreach implements Breach {
  readonly object?: ObjectRef;
  readonly evidence: readonly [Evidence];
  readonly factors: Partial<Factors>;
  readonly #component: Component;
  readonly #flag: string;
  readonly #setting: Setting;
  readonly #fault: SettingFault;

  constructor(component: Component, flag: string, setting: Setting, fault: SettingFault, read: Fact<Setting>) {
    // What was read names the field within a file; where it would stand names the file.
    const seen = (read.known ? read.evidence[0] : undefined) ?? component.at(flag);
    // One file for all nodes is one fault, however many nodes read it.
    if (seen.object.kind === 'ConfigMap') this.object = seen.object;
    this.evidence = [seen];
    this.factors = fault.factors ? { ...spread, ...fault.factors } : spread;
    this.#component = component;
    this.#flag = flag;
    this.#setting = setting;
    this.#fault = fault;
  }

  get message(): string {
    const { message } = this.#fault;
    const { value, origin } = this.#setting;
    return origin === 'default' ? `${message} (${value === null ? 'not set' : `default ${value}`})` : message;
  }

  get expected(): string {
    return this.#fault.expected;
  }

  get change(): Change | undefined {
    const { change } = this.#fault;
    return change && flagChange(this.#component, this.#flag, change.value, change.breaks);
  }
}
