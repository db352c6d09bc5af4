/** Lines of a file that others take the place of; lines and columns from 1, the end excluded. */
export interface Replacement {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** A change as edits of the text of one file. */
export interface TextFix {
  readonly file: string;
  readonly replacements: readonly Replacement[];
}
