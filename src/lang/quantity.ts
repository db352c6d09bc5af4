/** A Kubernetes resource quantity, exact: in billionths, the finest step that the API keeps. */
export interface Quantity {
  readonly nanos: bigint;
}

const nano = 1_000_000_000n;
const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d{1,4})|([numkMGTPE]|[KMGTPE]i))?$/;
const decimals: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binaries: Readonly<Record<string, bigint>> = { Ki: 1n << 10n, Mi: 1n << 20n, Gi: 1n << 30n, Ti: 1n << 40n, Pi: 1n << 50n, Ei: 1n << 60n };
// What the API keeps at most: an int64 of whole units (apimachinery resource.Quantity caps larger amounts).
const largest = ((1n << 63n) - 1n) * nano;

/**
 * Reads `100m`, `1.5Gi`, `2e3`, `.5`, or a number as YAML gives it. Finer than a billionth is rounded away from zero and
 * amounts over 2^63-1 are capped, as apimachinery's ParseQuantity does. Undefined where it is no quantity.
 */
export function parseQuantity(source: string | number): Quantity | undefined {
  const match = written.exec(typeof source === 'number' ? String(source) : source);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentMark, exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const scale = (exponentMark === undefined ? (decimals[suffix] ?? 0) : Number(exponent)) - fraction.length + 9;
  const nanos = scaled(digits * (binaries[suffix] ?? 1n), scale);
  return { nanos: sign === '-' ? -nanos : nanos };
}

function scaled(amount: bigint, tens: number): bigint {
  if (amount === 0n) return 0n;
  const nanos = tens >= 0 ? amount * 10n ** BigInt(tens) : ceilingDivide(amount, 10n ** BigInt(-tens));
  return nanos > largest ? largest : nanos;
}

function ceilingDivide(amount: bigint, by: bigint): bigint {
  return amount / by + (amount % by === 0n ? 0n : 1n);
}

/** Negative where `a` is less. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
}

/** Whole units, rounded away from zero: Quantity.Value(). Bytes of a memory limit, processors of a cpu limit. */
export function wholeUnits(quantity: Quantity): bigint {
  return roundedUp(quantity.nanos, nano);
}

/** Thousandths, rounded away from zero: Quantity.MilliValue(). */
export function milliUnits(quantity: Quantity): bigint {
  return roundedUp(quantity.nanos, nano / 1000n);
}

function roundedUp(nanos: bigint, unit: bigint): bigint {
  return nanos < 0n ? -ceilingDivide(-nanos, unit) : ceilingDivide(nanos, unit);
}
