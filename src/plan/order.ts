import type { Candidate } from './candidate.ts';
import type { Cutter } from './cutter.ts';
import type { Demand } from './search.ts';
import { Standing } from './standing.ts';
import type { Certainty } from '../graph/index.ts';

// Each place in the order looks at all that are left: of long plans the ones that cut most come first.
const mostCompared = 25;

/** A change in its place, with the paths that stand once it and all before it are made. */
export interface Placed {
  readonly change: Candidate;
  readonly standing: Standing;
}

/** The change that closes most first, of equal ones the cheaper. */
export function ordered(cutter: Cutter, chosen: readonly Candidate[], demands: readonly Demand[], certainty: Certainty): readonly Placed[] {
  const byCuts = chosen.toSorted((a, b) => cutter.pathsCut(b) - cutter.pathsCut(a) || a.cost - b.cost || (a.id < b.id ? -1 : 1));
  let standing = Standing.of(cutter, demands, certainty);
  const order: Placed[] = [];
  for (let rest = byCuts; rest.length > 0; rest = rest.filter((each) => each !== order.at(-1)?.change)) {
    const near = chosen.length > mostCompared ? rest.slice(0, 1) : rest;
    const [best] = near.map((change) => ({ change, standing: standing.with(change) })).toSorted((a, b) => a.standing.starts - b.standing.starts || a.standing.pairs - b.standing.pairs || a.change.cost - b.change.cost);
    if (!best) break;
    order.push(best);
    standing = best.standing;
  }
  return order;
}
