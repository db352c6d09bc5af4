/** Text that could not be read as it stands: one message, where, and what a person can do about it. */
export interface TextProblem {
  /** From 1, in the file where the caller said at which line the text starts. */
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
  /** `invalid`: there is no value; `warning`: there is one, and something about it deserves a look. */
  readonly severity: 'invalid' | 'warning';
  /** What kind of input it is, where a caller counts it: an unrendered template is no broken manifest. */
  readonly cause: ProblemCause;
}

export type ProblemCause = 'syntax' | 'template' | 'duplicate key' | 'too large' | 'encoding' | 'separator' | 'truncated' | 'ignored text' | 'not json';
