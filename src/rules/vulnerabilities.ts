// How findings about known flaws are written: one for each program, whatever the number of flaws.

import type { Vulnerability } from '../knowledge/vulnerabilities/index.ts';
import type { Flaws } from '../engines/vulnerabilities/index.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Breach } from './define.ts';
import { score } from './severity.ts';

const certainScore = 9;

/** What the gravest of them gives. */
function gravest(flaws: readonly Vulnerability[]): NonNullable<Breach['factors']> {
  const factors = flaws.map(({ gain, position, cvss }) => ({ gain, position, effort: cvss !== undefined && cvss >= certainScore ? ('none' as const) : ('one more weakness' as const) }));
  return factors.toSorted((a, b) => score({ ...b, exposure: 'cluster', spread: 'object' }) - score({ ...a, exposure: 'cluster', spread: 'object' }))[0] ?? {};
}

const shown = 3;

/** Nothing where there is no flaw; else one breach that names the worst of them and the release that mends all. */
export function flawBreaches(program: string, version: string, { flaws, fixed }: Flaws, evidence: Evidence): readonly Breach[] {
  if (flaws.length === 0) return [];
  const worst = flaws.toSorted((a, b) => (b.cvss ?? 0) - (a.cvss ?? 0) || (a.id < b.id ? -1 : 1));
  const names = worst.slice(0, shown).map(({ id }) => id).join(', ');
  const rest = worst.length > shown ? ` and ${worst.length - shown} more` : '';
  return [{ message: `runs ${program} ${version} with ${flaws.length} known ${flaws.length === 1 ? 'flaw' : 'flaws'} (${names}${rest}), mended in ${fixed}`, evidence: [evidence], expected: `${program} ${fixed} or later`, factors: gravest(flaws) }];
}

