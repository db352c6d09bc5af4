import { deedOf, nounOf } from '../attack/words.ts';
import type { PathResult } from '../model/attack-path.ts';
import type { ShownPath } from '../report/terminal-paths.ts';

/** A path as a screen shows it. @param verbose with the commands that show whether its steps are there */
export function shownPath({ from, to, length, verdict, steps, sources }: Pick<PathResult, 'from' | 'to' | 'verdict' | 'length' | 'steps' | 'sources'>, verbose: boolean): ShownPath {
  return {
    from: nounOf(from), to: nounOf(to), length, certain: verdict === 'certain', others: sources.length,
    steps: steps.map(({ to: end, also = [], reasons, evidence, counted, verdict: sure, verify }) => {
      const place = evidence.map(({ location }) => location).find((location) => location !== null);
      const besides = also.length === 0 ? '' : ` (with ${also.map(nounOf).join(', ')})`;
      return { what: `${deedOf(end)}${besides}`, reasons, ...(place ? { place: `${place.file}:${place.line}` } : {}), counted, certain: sure === 'certain', checks: verbose ? verify : [] };
    }),
  };
}
