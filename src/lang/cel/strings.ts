import type { Environment } from '@marcbachmann/cel-js';
import type { RE2JS } from '@bufbuild/re2';
import { re2Library } from './library.ts';
import { Failed, Unsupported } from './outcome.ts';
import { equal } from './values.ts';

const patterns = new Map<string, RE2JS>();

/** Strings count in code points, and letters change case in ASCII only. */
export function registerStrings(environment: Environment): void {
  const { registerFunction } = bound(environment);
  registerFunction('string.k8s_matches(string): bool', matches);
  registerFunction('k8s_matches(string, string): bool', matches);
  registerFunction('string.k8s_lowerAscii(): string', (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));
  registerFunction('string.k8s_upperAscii(): string', (text: string) => text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase()));
  // Go's unicode.IsSpace is a little less than what JavaScript trims.
  registerFunction('string.k8s_trim(): string', (text: string) => text.replaceAll(/^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g, ''));
  registerFunction('string.k8s_charAt(int): string', (text: string, at: bigint) => slice(text, at, at === BigInt(Array.from(text).length) ? at : at + 1n));
  registerFunction('string.k8s_substring(int): string', (text: string, from: bigint) => slice(text, from));
  registerFunction('string.k8s_substring(int, int): string', slice);
  registerFunction('string.k8s_split(string): list<string>', (text: string, by: string) => split(text, by));
  registerFunction('string.k8s_split(string, int): list<string>', (text: string, by: string, most: bigint) => limited(split(text, by), by, Number(most)));
  registerFunction('string.k8s_replace(string, string): string', (text: string, old: string, by: string) => split(text, old).join(by));
  registerFunction('string.k8s_replace(string, string, int): string', (text: string, old: string, by: string, most: bigint) => limited(split(text, old), old, most < 0n ? -1 : Number(most) + 1).join(by));
  registerFunction('dyn.k8s_indexOf(dyn): int', (holder: unknown, sought: unknown) => indexIn(holder, sought, false));
  registerFunction('dyn.k8s_lastIndexOf(dyn): int', (holder: unknown, sought: unknown) => indexIn(holder, sought, true));
  registerFunction('string.k8s_format(list): string', format);
}

/** The library returns the environment from each registration; only that it took it matters here. */
export function bound(environment: Environment): { readonly registerFunction: (signature: string, handler: (...values: never[]) => unknown) => void } {
  return { registerFunction: (signature, handler) => void environment.registerFunction(signature, handler as (...values: unknown[]) => unknown) };
}

/** RE2, as Kubernetes has it: linear time, and other words than JavaScript's. */
export function matches(text: string, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    try {
      compiled = new (re2Library().RE2JS)(pattern);
    } catch {
      throw new Failed(`${pattern} is no regular expression`);
    }
    if (patterns.size > 1000) patterns.clear();
    patterns.set(pattern, compiled);
  }
  return compiled.test(text);
}

function slice(text: string, from: bigint, to?: bigint): string {
  const points = Array.from(text);
  const end = to === undefined ? points.length : Number(to);
  if (from < 0n || end > points.length || Number(from) > end) throw new Failed('index out of range');
  return points.slice(Number(from), end).join('');
}

function split(text: string, by: string): string[] {
  return by === '' ? Array.from(text) : text.split(by);
}

function limited(parts: string[], by: string, most: number): string[] {
  if (most === 0) return [];
  return most < 0 || parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(by)];
}

function indexIn(holder: unknown, sought: unknown, last: boolean): bigint {
  if (Array.isArray(holder)) {
    const same = (each: unknown): boolean => equal(each, sought);
    return BigInt(last ? holder.findLastIndex(same) : holder.findIndex(same));
  }
  if (typeof holder !== 'string' || typeof sought !== 'string') throw new Failed('no such overload');
  const at = last ? holder.lastIndexOf(sought) : holder.indexOf(sought);
  return BigInt(at < 0 ? at : Array.from(holder.slice(0, at)).length);
}

/** `%s` and `%d` of strings, whole numbers and booleans, and lists of strings; other clauses are not evaluated. */
function format(pattern: string, values: readonly unknown[]): string {
  let at = 0;
  const text = pattern.replaceAll(/%(.)/gs, (_, clause: string) => {
    if (clause === '%') return '%';
    if (clause !== 's' && clause !== 'd') throw new Unsupported(`%${clause} of format is not evaluated here`);
    if (at >= values.length) throw new Failed('format has fewer values than clauses');
    return written(values[at++], clause === 'd');
  });
  if (/(^|[^%])(%%)*%$/.test(pattern)) throw new Failed('format ends in the middle of a clause');
  return text;
}

function written(value: unknown, number: boolean): string {
  if (typeof value === 'bigint') return String(value);
  if (number) throw new Unsupported('%d of this value is not evaluated here');
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((each) => (typeof each === 'string' ? `"${each}"` : written(each, false))).join(', ')}]`;
  throw new Unsupported('%s of this value is not evaluated here');
}
