/** A line of a file as a report shows it: credentials in it are masked. */
export interface ExcerptLine {
  /** Its number in the file; null for a line that a change would add. */
  readonly number: number | null;
  readonly text: string;
  /** `marked`: what the finding speaks of. */
  readonly sign: 'same' | 'marked' | 'removed' | 'added';
}

/** What a finding speaks of in the user's own file, and what the change makes of it. */
export interface Excerpt {
  readonly file: string;
  readonly lines: readonly ExcerptLine[];
  /** Empty where there is no change, or where it could not be shown without changing more. */
  readonly change: readonly ExcerptLine[];
}
