import type { Component, ComponentId } from '../../engines/components/component.ts';
import { chain, known, type Fact } from '../../model/fact.ts';
import type { ObjectRef } from '../../model/object.ts';
import type { Context } from '../../rules/context.ts';
import type { ThreatInstance } from '../verdict.ts';

type Breaks = (value: string | null, component: Component) => boolean | Fact<boolean>;

/** One instance for each instance of a component, by one of its settings. @param bad what is so where the value breaks it */
export function perComponent(context: Context, id: ComponentId, name: string, bad: string, breaks: Breaks): readonly ThreatInstance[] {
  return context.components.of(id).map((component) => new BySetting(component, name, bad, breaks));
}

/** As `perComponent`, where the value alone decides: those with the same settings from the same place are judged once, and counted as one. */
export function perLikeness(context: Context, id: ComponentId, name: string, bad: string, breaks: (value: string | null) => boolean): readonly ThreatInstance[] {
  const alike = Map.groupBy(context.components.of(id), ({ likeness }) => likeness);
  return [...alike.values()].flatMap((components): readonly ThreatInstance[] => {
    const [first] = components;
    if (!first) return [];
    const { holds, exposed } = new BySetting(first, name, bad, breaks);
    return [{ scope: first.ref, message: '', holds, exposed, times: components.length, each: () => components.map((component) => new BySetting(component, name, bad, breaks)) }];
  });
}

/** A cluster has thousands of kubelets: text and evidence of one are put together when a report reads them. */
class BySetting implements ThreatInstance {
  readonly #component: Component;
  readonly #name: string;
  readonly #bad: string;
  readonly #breaks: Breaks;
  readonly holds: boolean | undefined;

  constructor(component: Component, name: string, bad: string, breaks: Breaks) {
    this.#component = component;
    this.#name = name;
    this.#bad = bad;
    this.#breaks = breaks;
    const setting = component.setting(name);
    const answer = setting.known ? breaks(setting.value.value, component) : undefined;
    this.holds = typeof answer === 'boolean' ? answer : undefined;
  }

  get scope(): ObjectRef {
    return this.#component.ref;
  }

  get message(): string {
    const setting = this.#component.setting(this.#name);
    const { exposed } = this;
    const written = setting.known ? `${this.#name} ${setting.value.value ?? 'not set'}` : this.#name;
    return exposed.known && !exposed.value ? written : `${this.#bad} (${written})`;
  }

  get exposed(): Fact<boolean> {
    return chain(this.#component.setting(this.#name), ({ value }) => {
      const answer = this.#breaks(value, this.#component);
      return typeof answer === 'boolean' ? known(answer, this.#component.at(this.#name)) : answer;
    });
  }
}
