import type { Environment } from '@marcbachmann/cel-js';
import { compareQuantities, parseQuantity } from '../quantity.ts';
import { Failed } from './outcome.ts';
import { bound } from './strings.ts';
import type { Comparable } from './values.ts';

const billion = 1_000_000_000n;

class Quantity implements Comparable {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }

  compare(other: Quantity): number {
    return compareQuantities(this, other);
  }
}

export function registerQuantity(environment: Environment): void {
  const { registerFunction } = bound(environment);
  environment.registerType('Quantity', Quantity);
  const plus = (a: Quantity, b: bigint): Quantity => new Quantity(a.nanos + b);
  registerFunction('quantity(string): Quantity', read);
  registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined);
  registerFunction('Quantity.sign(): int', ({ nanos }: Quantity) => (nanos > 0n ? 1n : nanos < 0n ? -1n : 0n));
  registerFunction('Quantity.isInteger(): bool', ({ nanos }: Quantity) => nanos % billion === 0n);
  registerFunction('Quantity.asInteger(): int', asInteger);
  registerFunction('Quantity.asApproximateFloat(): double', ({ nanos }: Quantity) => Number(nanos) / 1e9);
  registerFunction('Quantity.add(Quantity): Quantity', (a: Quantity, b: Quantity) => plus(a, b.nanos));
  registerFunction('Quantity.add(int): Quantity', (a: Quantity, b: bigint) => plus(a, b * billion));
  registerFunction('Quantity.sub(Quantity): Quantity', (a: Quantity, b: Quantity) => plus(a, -b.nanos));
  registerFunction('Quantity.sub(int): Quantity', (a: Quantity, b: bigint) => plus(a, -b * billion));
  registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => a.compare(b) < 0);
  registerFunction('Quantity.isGreaterThan(Quantity): bool', (a: Quantity, b: Quantity) => a.compare(b) > 0);
  registerFunction('Quantity.compareTo(Quantity): int', (a: Quantity, b: Quantity) => BigInt(a.compare(b)));
  environment.registerOperator('Quantity == Quantity', (a: Quantity, b: Quantity) => a.compare(b) === 0);
}

function read(text: string): Quantity {
  const quantity = parseQuantity(text);
  if (!quantity) throw new Failed(`${text} is no quantity`);
  return new Quantity(quantity.nanos);
}

function asInteger({ nanos }: Quantity): bigint {
  if (nanos % billion !== 0n) throw new Failed('cannot convert value to integer');
  return nanos / billion;
}
