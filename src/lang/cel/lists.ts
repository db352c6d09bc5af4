import type { Environment } from '@marcbachmann/cel-js';
import { Failed, Unsupported } from './outcome.ts';
import { bound } from './strings.ts';
import { equal } from './values.ts';

class Sets {}

/** Kubernetes' list functions, and `sets`, in which repeats and order do not count. */
export function registerLists(environment: Environment): void {
  const { registerFunction } = bound(environment);
  const within = (list: readonly unknown[], part: readonly unknown[]): boolean => part.every((each) => list.some((other) => equal(each, other)));
  environment.registerType('Sets', Sets).registerConstant('sets', 'Sets', new Sets());
  registerFunction('Sets.contains(list, list): bool', (_: Sets, list: readonly unknown[], part: readonly unknown[]) => within(list, part));
  registerFunction('Sets.equivalent(list, list): bool', (_: Sets, a: readonly unknown[], b: readonly unknown[]) => within(a, b) && within(b, a));
  registerFunction('Sets.intersects(list, list): bool', (_: Sets, a: readonly unknown[], b: readonly unknown[]) => a.some((each) => b.some((other) => equal(each, other))));
  registerFunction('list.isSorted(): bool', (list: readonly unknown[]) => list.every((each, index) => index === 0 || !less(each, list[index - 1])));
  registerFunction('list.min(): dyn', (list: readonly unknown[]) => best(list, (a, b) => less(a, b)));
  registerFunction('list.max(): dyn', (list: readonly unknown[]) => best(list, (a, b) => less(b, a)));
  registerFunction('list.sum(): dyn', sum);
  registerFunction('k8s_hasFields(dyn): bool', hasFields);
}

function hasFields(holder: unknown): boolean {
  if (Array.isArray(holder)) throw new Failed('a list has no fields');
  return true;
}

function less(a: unknown, b: unknown): boolean {
  const number = (value: unknown): value is bigint | number => typeof value === 'bigint' || typeof value === 'number';
  if (number(a) && number(b)) return a < b;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return !a && b;
  throw new Unsupported('the order of these values is not evaluated here');
}

function best(list: readonly unknown[], better: (a: unknown, b: unknown) => boolean): unknown {
  if (list.length === 0) throw new Failed('min or max called on an empty list');
  return list.reduce((kept, each) => (better(each, kept) ? each : kept));
}

function sum(list: readonly unknown[]): unknown {
  // The sum of nothing is a zero whose type only the declaration tells.
  if (list.length === 0) return 0n;
  if (list.every((each) => typeof each === 'bigint')) {
    const total = list.reduce((a, b) => a + b, 0n);
    if (BigInt.asIntN(64, total) !== total) throw new Failed('integer overflow');
    return total;
  }
  if (list.every((each) => typeof each === 'number')) return list.reduce((a, b) => a + b, 0);
  throw new Unsupported('the sum of these values is not evaluated here');
}
