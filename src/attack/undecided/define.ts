/** A row of the catalogue that is no step: it leads to no end that a path can have. */
export interface UndecidedRow {
  /** Such as `C10`. */
  readonly row: string;
  /** What the attacker does, as a sentence without its subject. */
  readonly title: string;
  readonly why: string;
}
