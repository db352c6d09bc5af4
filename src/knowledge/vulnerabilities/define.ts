/** A published flaw of a program, with the versions that have it and what it gives to whom. */
export interface Vulnerability {
  readonly id: string;
  /** The program, by the names of `programs.ts`. */
  readonly of: string;
  /** In our words. */
  readonly title: string;
  /** `FIRST<FIXED`, apart by blanks: from that version on, up to and without the other. `0` is the first ever. */
  readonly ranges: string;
  /** What who uses it has afterwards, and what they need before: words of the table of severities. */
  readonly gain: 'hygiene' | 'information' | 'workload' | 'secrets' | 'node' | 'cluster';
  readonly position: 'a container' | 'a user' | 'an administrator';
  /** The base score that was published with it; left out where none was. */
  readonly cvss?: number;
  /** What must hold as well. */
  readonly needs?: readonly string[];
  /** Of the kernel: `BRANCH=FIXED` for each stable branch that got the fix. */
  readonly stable?: string;
}
