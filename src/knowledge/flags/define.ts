/**
 * A default value over a range of Kubernetes minors, both ends included; an open end is the end of what is known. The
 * value is written as the command line would write it: lists with commas, maps as `key=value`, durations as Go prints.
 */
export interface Default {
  readonly from?: number;
  readonly to?: number;
  readonly value: string;
}

export type FlagType = 'boolean' | 'string' | 'list' | 'duration' | 'number' | 'map';

/** One setting of a component: a flag, a field of its configuration file, or both. Without a row in `defaults` it is unset and nothing stands in for it. */
export interface Flag {
  readonly flag?: `--${string}`;
  /** Path of the field of the component's configuration file that means the same. */
  readonly field?: string;
  readonly type: FlagType;
  readonly defaults: readonly Default[];
  /** Defaults of a component started with a configuration file, where they differ from those of flags alone. */
  readonly fileDefaults?: readonly Default[];
  readonly note?: string;
  /** First minor that knows the flag, where a supported minor does not. */
  readonly added?: number;
  /** First minor that no longer knows the flag. */
  readonly removed?: number;
}

/** First and last minor of Kubernetes 1 that the tables were read for. */
export const firstMinor = 29;
export const lastMinor = 37;

/**
 * The default at a minor: null where nothing is set, undefined where the minors that the tables were read for differ
 * and none is given.
 */
export function defaultAt(defaults: readonly Default[], minor?: number): string | null | undefined {
  if (minor !== undefined) return defaults.find((row) => (row.from ?? 0) <= minor && minor <= (row.to ?? Infinity))?.value ?? null;
  const first = defaultAt(defaults, firstMinor);
  for (let other = firstMinor + 1; other <= lastMinor; other += 1) {
    if (defaultAt(defaults, other) !== first) return undefined;
  }
  return first;
}

/** The default of a flag at a minor, as `defaultAt`. `withFile`: the component was started with a configuration file. */
export function defaultOf(flag: Flag, minor?: number, withFile = false): string | null | undefined {
  return defaultAt(withFile ? (flag.fileDefaults ?? flag.defaults) : flag.defaults, minor);
}
