/** A Kubernetes version. Only major version 1 exists, so the minor orders releases. */
export interface Version {
  /** As it was written. */
  readonly text: string;
  readonly minor: number;
  /** Undefined where only the minor was said. */
  readonly patch?: number;
  /** `rc.0`, `alpha.3`: earlier than the release of the same numbers. */
  readonly prerelease?: string;
  /** What a distribution appends: `eks-abc`, `gke.1282000`, `k3s1`. Distributions backport fixes, so it never takes part in comparisons. */
  readonly vendor?: string;
}

const written = /^v?1\.(\d{1,4})\+?(?:\.(\d{1,6}))?(?:[-_+]([0-9A-Za-z].*))?$/;
const prerelease = /^((?:alpha|beta|rc)\.\d+)(?:[-.+_](.*))?$/;

/** Reads `v1.29.3-eks-abc`, `1.34`, `1.27+` (as EKS reports its minor) or an image's tag; undefined where it is no Kubernetes version. */
export function parseVersion(text: string): Version | undefined {
  const match = written.exec(text.trim());
  if (!match) return undefined;
  const [, minor, patch, suffix] = match;
  const before = suffix === undefined ? null : prerelease.exec(suffix);
  const vendor = before ? before[2] : suffix;
  return {
    text: text.trim(),
    minor: Number(minor),
    ...(patch !== undefined && { patch: Number(patch) }),
    ...(before?.[1] !== undefined && { prerelease: before[1] }),
    ...(vendor !== undefined && vendor !== '' && { vendor }),
  };
}

/** The minor of `1.34`, `v1.34` or a full version; undefined for anything else. */
export function parseMinor(text: string): number | undefined {
  return parseVersion(text)?.minor;
}

/** Negative where `a` is older. A missing patch counts as 0; vendor suffixes are equal. */
export function compareVersions(a: Version, b: Version): number {
  return a.minor - b.minor || (a.patch ?? 0) - (b.patch ?? 0) || comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const [stageA = '', numberA = ''] = a.split('.');
  const [stageB = '', numberB = ''] = b.split('.');
  // alpha, beta, rc are in alphabetical order.
  return stageA === stageB ? Number(numberA) - Number(numberB) : stageA < stageB ? -1 : 1;
}
