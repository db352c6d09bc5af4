/** A minor release of Kubernetes. Dates are days in UTC, `YYYY-MM-DD`. */
export interface Release {
  /** The N of 1.N. */
  readonly minor: number;
  readonly released?: string;
  /** Last day with patches of the Kubernetes project; providers and distributions may support longer. */
  readonly endOfSupport?: string;
  /** False where `endOfSupport` is the day that was announced, and the release had not reached it when it was read. */
  readonly ended: boolean;
}

/** The day on which the tables were last completed. */
export const releasesReadOn = '2026-11-24';

/**
 * Minors with the dates that the Kubernetes project published. Sources: data/releases/schedule.yaml and eol.yaml of
 * kubernetes/website and the pages kubernetes.io/releases/1.N; release days of 1.32 and 1.33 from the announcements on
 * kubernetes.io/blog. A date that was not found is left out.
 */
export const releases: readonly Release[] = [
  { minor: 19, endOfSupport: '2021-10-28', ended: true },
  { minor: 20, endOfSupport: '2022-02-28', ended: true },
  { minor: 21, endOfSupport: '2022-06-28', ended: true },
  { minor: 22, endOfSupport: '2022-10-28', ended: true },
  { minor: 23, endOfSupport: '2023-02-28', ended: true },
  { minor: 24, released: '2022-05-03', endOfSupport: '2023-07-28', ended: true },
  { minor: 25, released: '2022-08-23', endOfSupport: '2023-10-28', ended: true },
  { minor: 26, released: '2022-12-09', endOfSupport: '2024-02-28', ended: true },
  { minor: 27, released: '2023-04-11', endOfSupport: '2024-07-16', ended: true },
  { minor: 28, released: '2023-08-15', endOfSupport: '2024-10-22', ended: true },
  { minor: 29, released: '2023-12-13', endOfSupport: '2025-02-28', ended: true },
  { minor: 30, released: '2024-04-17', endOfSupport: '2025-07-15', ended: true },
  { minor: 31, released: '2024-08-13', endOfSupport: '2025-11-11', ended: true },
  { minor: 32, released: '2024-12-11', endOfSupport: '2026-02-28', ended: true },
  { minor: 33, released: '2025-04-23', endOfSupport: '2026-06-28', ended: true },
  { minor: 34, released: '2025-08-27', endOfSupport: '2026-10-27', ended: true },
  { minor: 35, released: '2025-12-17', endOfSupport: '2027-02-28', ended: false },
  { minor: 36, released: '2026-04-22', endOfSupport: '2027-06-28', ended: false },
  { minor: 37, released: '2026-08-26', endOfSupport: '2027-10-28', ended: false },
];

/** The release of a minor; undefined where the table has none, which is unknown and not out of support. */
export function releaseOf(minor: number): Release | undefined {
  return releases.find((release) => release.minor === minor);
}

/** Whether the Kubernetes project patches that minor on that day (`YYYY-MM-DD`); undefined where no date is known. */
export function supportedOn(minor: number, day: string): boolean | undefined {
  const end = releaseOf(minor)?.endOfSupport;
  return end === undefined ? undefined : day <= end;
}
