/**
 * What is read of an object, by the names of its fields. A field that is not named is read whole, or not at all where `only`
 * those that are named are. A part that is no map, or no list, where one is described is read whole.
 */
export interface Selection {
  readonly parts: Readonly<Record<string, Part>>;
  readonly only?: true;
}

export type Part =
  /** Is not read. */
  | 'none'
  /** Is read like any other, for the named ones of `only`. */
  | 'whole'
  | Selection
  /** A list of maps. */
  | { readonly each: Selection }
  | { readonly masked: Mask };

/** Strings that begin alike in every object and end at random: two parts that differ in nothing else are one. */
export interface Mask {
  readonly prefix: string;
  readonly random: { readonly length: number; readonly form: RegExp };
  /** Takes the random ends off a part, in place, and says of how many strings. Where these are not all that look so, nothing is shared. */
  readonly rename: (part: unknown) => number;
  /** The part in which the string must stand exactly once where it stands in any other. */
  readonly declares?: true;
}
