import { matchesRequirement, type Labels, type Requirement, type Selector } from './selector.ts';

// Shorter lists are compared one by one faster than they are found by a label.
const worthAnIndex = 16;

/** Things by their labels, so that a selector is compared with those only that have a label it asks for: one namespace may hold thousands. */
export class LabelIndex<T> {
  readonly #items: readonly T[];
  readonly #labelsOf: (item: T) => Labels;
  /** By the keys that selectors asked for so far. */
  readonly #byKey = new Map<string, ReadonlyMap<string, readonly T[]>>();

  constructor(items: readonly T[], labelsOf: (item: T) => Labels) {
    this.#items = items;
    this.#labelsOf = labelsOf;
  }

  /** Those that the selector takes, in the order in which they were given. */
  matching({ nothing, requirements }: Selector): readonly T[] {
    if (nothing) return [];
    return this.#near(requirements).filter((item) => requirements.every((requirement) => matchesRequirement(requirement, this.#labelsOf(item))));
  }

  #near(requirements: readonly Requirement[]): readonly T[] {
    let fewest = this.#items;
    if (fewest.length < worthAnIndex) return fewest;
    for (const requirement of requirements) {
      const value = onlyValueOf(requirement);
      const having = value === undefined ? fewest : (this.#by(requirement.key).get(value) ?? []);
      if (having.length < fewest.length) fewest = having;
    }
    return fewest;
  }

  #by(key: string): ReadonlyMap<string, readonly T[]> {
    let byValue = this.#byKey.get(key);
    if (!byValue) {
      const having = this.#items.filter((item) => Object.hasOwn(this.#labelsOf(item), key));
      this.#byKey.set(key, (byValue = Map.groupBy(having, (item) => this.#labelsOf(item)[key] ?? '')));
    }
    return byValue;
  }
}

/** The other way round: things by a label that their selector asks for. */
export class SelectorIndex<T> {
  readonly #items: readonly T[];
  /** Places in the list, by a key and its value. */
  readonly #byKey = new Map<string, Map<string, number[]>>();
  /** Of selectors that ask for no values. */
  readonly #others: number[] = [];

  constructor(items: readonly T[], selectorOf: (item: T) => Selector) {
    this.#items = items;
    if (items.length < worthAnIndex) return;
    for (const [at, item] of items.entries()) {
      const { requirements } = selectorOf(item);
      const asked = requirements.find(({ operator }) => operator === 'In');
      if (asked) for (const value of new Set(asked.values)) this.#placesOf(asked.key, value).push(at);
      else this.#others.push(at);
    }
  }

  /** Those that may take what has such labels, in the order in which they were given: all others surely do not. */
  near(labels: Labels): readonly T[] {
    if (this.#items.length < worthAnIndex) return this.#items;
    const places = [...this.#others];
    for (const [key, byValue] of this.#byKey) {
      const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
      if (value !== undefined) places.push(...(byValue.get(value) ?? []));
    }
    return places.toSorted((a, b) => a - b).flatMap((at) => this.#items[at] ?? []);
  }

  #placesOf(key: string, value: string): number[] {
    const byValue = this.#byKey.get(key) ?? new Map<string, number[]>();
    const places = byValue.get(value) ?? [];
    this.#byKey.set(key, byValue.set(value, places));
    return places;
  }
}

function onlyValueOf({ operator, values }: Requirement): string | undefined {
  return operator === 'In' && values.length === 1 ? values[0] : undefined;
}
