import { celValue, evaluate, lazyFields, type Lazy, type Outcome } from '../lang/cel/index.ts';
import { known, unknown, type Fact } from '../model/fact.ts';
import { gap, type Gap } from '../model/gap.ts';

/** Values by name that an expression may read; facts are asked when it does, and what is not known of them is what it waits for. */
export type Readable = Readonly<Record<string, unknown>>;

/** One evaluation: hands out values and remembers which of them were not known. */
export class Expression {
  readonly #waits = new Set<Gap>();

  /** Fields of which facts are looked at only when they are read. */
  fields(values: Readable, facts: Readonly<Record<string, () => Fact<unknown>>> = {}): object {
    const lazy: Record<string, () => Outcome> = {};
    // What is not set is not there, as in the objects themselves.
    for (const [name, value] of Object.entries(values)) if (value !== undefined) lazy[name] = () => ({ status: 'value', value: celValue(value) });
    for (const [name, ask] of Object.entries(facts)) lazy[name] = () => this.#outcomeOf(ask(), name);
    return lazyFields(lazy as Lazy);
  }

  #outcomeOf(fact: Fact<unknown>, name: string): Outcome {
    if (fact.known) return { status: 'value', value: celValue(fact.value) };
    for (const each of fact.gaps) this.#waits.add(each);
    return { status: 'not evaluated', reason: `${name} is not known` };
  }

  /** Whether it holds. Unknown where it reads what is not known, fails, or is not evaluated here. */
  holds(expression: string, variables: Readable, rule: string): Fact<boolean> {
    const outcome = evaluate(expression, variables);
    if (outcome.status === 'value' && typeof outcome.value === 'boolean') return known(outcome.value);
    const [first, ...more] = this.#waits;
    if (outcome.status === 'not evaluated' && first) return unknown(first, ...more);
    const why = outcome.status === 'value' ? 'it comes to no true or false' : outcome.status === 'error' ? outcome.message : outcome.reason;
    return unknown(gap('person', `gap/rule/${rule}`, `Rule ${rule} cannot be evaluated on some objects: ${why}. Ask first whether a field is there: has(object.spec) or object.?spec. Then: glacis rules test`));
  }
}
