import type { Family } from './address.ts';
import type { End } from './ends.ts';
import { addressesOf, usualReading } from './match.ts';

/** The families in which two ends have addresses; undefined in place of one where that is not known or none is common. */
export function commonFamilies(source: End, target: End): readonly (Family | undefined)[] {
  const of = (end: End): readonly Family[] => (end.kind === 'address' ? [end.address.family] : [...new Set(addressesOf(end, usualReading).map(({ family }) => family))]);
  const [ours, theirs] = [of(source), of(target)];
  if (ours.length === 0 || theirs.length === 0) return [undefined];
  const shared = ours.filter((family) => theirs.includes(family));
  return shared.length > 0 ? shared : [undefined];
}
