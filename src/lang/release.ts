/** A version of any program: up to four numbers, perhaps a pre-release, perhaps what a packager appended. */
export interface Release {
  readonly numbers: readonly number[];
  /** `['rc', 1]`: earlier than the release of the same numbers. */
  readonly prerelease?: readonly [stage: string, number: number];
  /** What a distribution appended, which says nothing of the order. */
  readonly vendor?: string;
}

const written = /^v?(\d+(?:\.\d+){0,3})(?:[-.]?(alpha|beta|rc)[-.]?(\d*))?(?:[-+~_](.+))?$/i;

/** Reads `v1.7.23-k3s2`, `1.12.0-beta.0`, `3.5.21`; undefined where it is no version. */
export function parseRelease(text: string): Release | undefined {
  const match = written.exec(text.trim());
  if (!match) return undefined;
  const [, numbers = '', stage, count = '', vendor] = match;
  return { numbers: numbers.split('.').map(Number), ...(stage === undefined ? {} : { prerelease: [stage.toLowerCase(), Number(count === '' ? 0 : count)] as const }), ...(vendor === undefined ? {} : { vendor }) };
}

/** Negative where `a` is older. Missing numbers are 0; what a packager appended is equal. */
export function compareReleases(a: Release, b: Release): number {
  for (let index = 0; index < Math.max(a.numbers.length, b.numbers.length); index++) {
    const difference = (a.numbers[index] ?? 0) - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (!a.prerelease || !b.prerelease) return Number(a.prerelease === undefined) - Number(b.prerelease === undefined);
  // alpha, beta, rc are in alphabetical order.
  const [stageA, numberA] = a.prerelease;
  const [stageB, numberB] = b.prerelease;
  return stageA === stageB ? numberA - numberB : stageA < stageB ? -1 : 1;
}

interface Range {
  /** Undefined where it begins with the first release. */
  readonly from: Release | undefined;
  readonly to: Release;
  readonly fixed: string;
}

const known = new Map<string, readonly Range[]>();

/** Ranges are written in tables of this program, so that they are a limited number. */
function rangesOf(written: string): readonly Range[] {
  let ranges = known.get(written);
  if (!ranges) {
    ranges = written.split(' ').flatMap((range): Range[] => {
      const [first = '0', fixed = ''] = range.split('<');
      const [from, to] = [parseRelease(first), parseRelease(fixed)];
      return from && to ? [{ from: first === '0' ? undefined : from, to, fixed }] : [];
    });
    known.set(written, ranges);
  }
  return ranges;
}

/** The end of the range `FIRST<FIXED` that holds the version; undefined where none does. */
export function fixedBy(release: Release, ranges: string): string | undefined {
  for (const { from, to, fixed } of rangesOf(ranges)) {
    if ((!from || compareReleases(from, release) <= 0) && compareReleases(release, to) < 0) return fixed;
  }
  return undefined;
}
