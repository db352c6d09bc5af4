/** A row of the catalogue that is no step, and why. */
export interface UndecidedRow {
  readonly row: string;
  readonly title: string;
  readonly why: string;
}
