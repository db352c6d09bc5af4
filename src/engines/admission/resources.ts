import { entries, fields, number, text, type Fields } from '../../cluster/read.ts';
import { milliUnits, parseQuantity, wholeUnits } from '../../lang/quantity.ts';

/** An amount of a resource, in billionths, and how it was written: `1G`, `1Gi` or `1e9`. */
export interface Amount {
  readonly nanos: bigint;
  readonly form: 'decimal' | 'binary' | 'exponent';
}

export type Resources = ReadonlyMap<string, Amount>;

const billion = 1_000_000_000n;
const million = 1_000_000n;
const nothing: Amount = { nanos: 0n, form: 'decimal' };
// Finest first; each is a thousand times the one before.
const suffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const exponents = ['e-9', 'e-6', 'e-3', '', 'e3', 'e6', 'e9', 'e12', 'e15', 'e18'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const largestMilli = ((1n << 63n) - 1n) / 1000n;
const podLevel = new Set(['cpu', 'memory']);
const podLevelFrom = 34;

/** Amounts by name. The API keeps no parts of resources below a thousandth and rounds them up. */
export function resourcesOf(value: unknown): Resources {
  return new Map(Object.entries(fields(value) ?? {}).flatMap(([name, written]) => {
    const source = text(written) ?? number(written);
    const quantity = source === undefined ? undefined : parseQuantity(source);
    return quantity ? [[name, { nanos: milliUnits(quantity) * million, form: formOf(String(source)) }] as const] : [];
  }));
}

function formOf(source: string): Amount['form'] {
  if (source.endsWith('i')) return 'binary';
  return /[eE][+-]?\d+$/.test(source) ? 'exponent' : 'decimal';
}

/** As the API writes it: the largest unit that leaves no fraction. */
export function amountText({ nanos, form }: Amount): string {
  if (nanos === 0n) return '0';
  if (form === 'binary' && nanos % billion === 0n && (nanos >= 1024n * billion || nanos <= -1024n * billion)) return reduced(nanos / billion, 1024n, binarySuffixes);
  return reduced(nanos, 1000n, form === 'exponent' ? exponents : suffixes);
}

function reduced(amount: bigint, by: bigint, units: readonly string[]): string {
  let [left, unit] = [amount, 0];
  while (left % by === 0n && unit < units.length - 1) {
    left /= by;
    unit++;
  }
  return `${left}${units[unit]}`;
}

/** Amounts as they are compared: in thousandths where none is too large for that, else in whole units. Those that are missing are 0. */
export function comparable(...amounts: readonly (Amount | undefined)[]): readonly bigint[] {
  const given = amounts.map((each) => each ?? nothing);
  const whole = given.map(wholeUnits);
  return whole.every((each) => each <= largestMilli) ? given.map(milliUnits) : whole;
}

/** What the containers of a pod ask for together: init containers run one by one, those that stay run beside the others. */
export function podResources(spec: Fields, list: 'requests' | 'limits', { minor = Infinity, overhead = false }: { readonly minor?: number; readonly overhead?: boolean } = {}): Resources {
  const own = (container: Fields): Resources => resourcesOf(fields(container['resources'])?.[list]);
  let total: Resources = new Map();
  let staying: Resources = new Map();
  let first: Resources = new Map();
  for (const { value } of entries(spec['containers'])) total = added(total, own(value));
  for (const { value } of entries(spec['initContainers'])) {
    if (value['restartPolicy'] === 'Always') {
      total = added(total, own(value));
      staying = added(staying, own(value));
      first = highest(first, staying);
    } else first = highest(first, added(own(value), staying));
  }
  total = highest(total, first);
  if (minor >= podLevelFrom) total = new Map([...total, ...[...resourcesOf(fields(spec['resources'])?.[list])].filter(([name]) => podLevel.has(name))]);
  if (!overhead) return total;
  const extra = resourcesOf(spec['overhead']);
  // Of limits only those that are set grow.
  return added(total, list === 'requests' ? extra : new Map([...extra].filter(([name]) => total.has(name))));
}

/** Whether the pod itself says what it needs, so that its containers need not. */
export function hasPodResources(spec: Fields, minor: number): boolean {
  const own = fields(spec['resources']);
  return minor >= podLevelFrom && ['requests', 'limits'].some((list) => [...resourcesOf(own?.[list]).keys()].some((name) => podLevel.has(name) || name.startsWith('hugepages-')));
}

function added(a: Resources, b: Resources): Resources {
  const sum = new Map(a);
  for (const [name, amount] of b) {
    const before = sum.get(name);
    sum.set(name, before ? { nanos: before.nanos + amount.nanos, form: before.nanos === 0n ? amount.form : before.form } : amount);
  }
  return sum;
}

function highest(a: Resources, b: Resources): Resources {
  const most = new Map(a);
  for (const [name, amount] of b) if ((most.get(name)?.nanos ?? -1n) < amount.nanos) most.set(name, amount);
  return most;
}
