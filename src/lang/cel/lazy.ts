import { Failed, Unsupported } from './outcome.ts';
import type { Outcome } from './index.ts';

/** Fields that are worked out when an expression asks for them, once: values as `evaluate` gives them. */
export type Lazy = Readonly<Record<string, () => Outcome>>;

/** A map such as `variables`, whose fields may fail without harm to expressions that do not use them. */
export function lazyFields(fields: Lazy): object {
  const found = new Map<string, Outcome>();
  const map = new Map<string, unknown>();
  map.get = (key: string): unknown => {
    const make = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (!make) return undefined;
    const outcome = found.get(key) ?? make();
    found.set(key, outcome);
    if (outcome.status === 'value') return outcome.value;
    throw outcome.status === 'error' ? new Failed(outcome.message) : new Unsupported(outcome.reason);
  };
  map.has = (key: string): boolean => Object.hasOwn(fields, key);
  return map;
}
