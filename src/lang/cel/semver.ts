import type { Environment } from '@marcbachmann/cel-js';
import { Failed } from './outcome.ts';
import { bound } from './strings.ts';
import type { Comparable } from './values.ts';

const written = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

class Semver implements Comparable {
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly string[];
  constructor(numbers: readonly bigint[], prerelease: readonly string[]) {
    [this.numbers, this.prerelease] = [numbers, prerelease];
  }

  compare(other: Semver): number {
    for (const [index, number] of this.numbers.entries()) {
      const against = other.numbers[index] ?? 0n;
      if (number !== against) return number < against ? -1 : 1;
    }
    return comparePrereleases(this.prerelease, other.prerelease);
  }
}

export function registerSemver(environment: Environment): void {
  const { registerFunction } = bound(environment);
  environment.registerType('Semver', Semver);
  registerFunction('semver(string): Semver', (text: string) => must(text));
  registerFunction('semver(string, bool): Semver', (text: string, normalize: boolean) => must(normalize ? normalized(text) : text));
  registerFunction('isSemver(string): bool', (text: string) => read(text) !== undefined);
  registerFunction('isSemver(string, bool): bool', (text: string, normalize: boolean) => read(normalize ? normalized(text) : text) !== undefined);
  for (const [index, name] of ['major', 'minor', 'patch'].entries()) registerFunction(`Semver.${name}(): int`, ({ numbers }: Semver) => numbers[index] ?? 0n);
  registerFunction('Semver.isLessThan(Semver): bool', (a: Semver, b: Semver) => a.compare(b) < 0);
  registerFunction('Semver.isGreaterThan(Semver): bool', (a: Semver, b: Semver) => a.compare(b) > 0);
  registerFunction('Semver.compareTo(Semver): int', (a: Semver, b: Semver) => BigInt(a.compare(b)));
  environment.registerOperator('Semver == Semver', (a: Semver, b: Semver) => a.compare(b) === 0);
}

function read(text: string): Semver | undefined {
  const match = written.exec(text);
  if (!match) return undefined;
  const [, major = '', minor = '', patch = '', prerelease] = match;
  return new Semver([major, minor, patch].map(BigInt), prerelease === undefined ? [] : prerelease.split('.'));
}

function must(text: string): Semver {
  const version = read(text);
  if (!version) throw new Failed(`${text} is no semantic version`);
  return version;
}

/** A leading `v` goes, missing numbers become 0, leading zeros go. */
function normalized(text: string): string {
  const [, numbers = '', rest = ''] = /^v?([^-+]*)(.*)$/s.exec(text) ?? [];
  const parts = numbers.split('.').map((part) => part.replace(/^0+(?=\d)/, ''));
  return `${[...parts, ...(rest === '' ? ['0', '0'] : [])].slice(0, Math.max(parts.length, 3)).join('.')}${rest}`;
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : a.length === 0 ? 1 : -1;
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    const [left, right] = [/^\d+$/.test(part), /^\d+$/.test(other)];
    if (left && right) return BigInt(part) < BigInt(other) ? -1 : 1;
    if (left !== right) return left ? -1 : 1;
    return part < other ? -1 : 1;
  }
  return a.length < b.length ? -1 : 0;
}
