import type { Fields } from '../read.ts';

/** Fields of an object in which what objects have in common stands one level deeper. */
export const sections = ['metadata', 'spec', 'status'] as const;

/** In the place of a shape: there is no such section, or the object follows whole. */
export const noShape = -1;

/**
 * Objects as one flat list of cells: for each its origin (line, start and end, or all of it), and for the object and its sections the
 * number of a shape, how many fields differ from the last of that shape, and for each of these its code and its value.
 */
export interface Rows {
  readonly objects: number;
  readonly cells: readonly unknown[];
  /** Names of the fields of shapes that are new, numbered on from those before. */
  readonly shapes: readonly (readonly string[])[];
}

/** Of the field at `index`: whether its value follows or the number of a part that was sent before. */
export function codeOf(index: number, sentBefore: boolean): number {
  return 2 * index + (sentBefore ? 1 : 0);
}

export function isPart(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function isMap(value: unknown): value is Fields {
  return isPart(value) && !Array.isArray(value);
}
