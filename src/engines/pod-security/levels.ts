import { parseMinor } from '../../lang/version.ts';

/** How much a pod may do, the laxest first. */
export const levels = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof levels)[number];

export interface LevelVersion {
  readonly level: Level;
  /** `latest` or `v1.N`. */
  readonly version: string;
}

/** Positive where `a` is the stricter one. */
export function compareLevels(a: Level, b: Level): number {
  return levels.indexOf(a) - levels.indexOf(b);
}

export function isLevel(text: string): text is Level {
  return levels.some((level) => level === text);
}

const largestInteger = 2n ** 63n - 1n;
const safeDigits = 18;

/** The minor of a policy version, Infinity for `latest`; undefined for what is no policy version: it must be `v1.N` without leading zeros. */
export function policyMinor(text: string): number | undefined {
  if (text === 'latest') return Infinity;
  const digits = /^v1\.(0|[1-9][0-9]*)$/.exec(text)?.[1];
  if (digits === undefined || (digits.length > safeDigits && BigInt(digits) > largestInteger)) return undefined;
  return Number(digits);
}

/** What an API server evaluates: no policy version newer than itself. @param server its version, such as `1.34` */
export function knownTo(asked: LevelVersion, server: string | undefined): LevelVersion {
  const minor = server === undefined ? undefined : parseMinor(server);
  return minor === undefined || (policyMinor(asked.version) ?? 0) <= minor ? asked : { ...asked, version: `v1.${minor}` };
}

/** `restricted:latest`, as messages write it. */
export function levelText({ level, version }: LevelVersion): string {
  return `${level}:${version}`;
}
