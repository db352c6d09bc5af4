import { Bitset, type Certainty } from '../graph/index.ts';
import type { Candidate } from './candidate.ts';
import type { Cutter } from './cutter.ts';
import { leftOf, type Demand } from './search.ts';

// Each place in the order looks at all that are left: of long plans the ones that cut most come first.
const mostCompared = 25;

/** The change that closes most first, of equal ones the cheaper. */
export function ordered(cutter: Cutter, chosen: readonly Candidate[], demands: readonly Demand[], certainty: Certainty): readonly Candidate[] {
  const byCuts = chosen.toSorted((a, b) => cutter.pathsCut(b) - cutter.pathsCut(a) || a.cost - b.cost || (a.id < b.id ? -1 : 1));
  if (chosen.length > mostCompared) return byCuts;
  const order: Candidate[] = [];
  let rest = byCuts;
  while (rest.length > 0) {
    const scored = rest.map((candidate) => {
      const ids = new Set([...order, candidate].map(({ id }) => id));
      const { starts, pairs } = leftOf(cutter.first, demands, certainty, Bitset.of(cutter.first.graph.steps, cutter.stepsCutBy(cutter.first, ids)));
      return { candidate, starts, pairs };
    });
    const [best] = scored.toSorted((a, b) => a.starts - b.starts || a.pairs - b.pairs || a.candidate.cost - b.candidate.cost);
    if (!best) break;
    order.push(best.candidate);
    rest = rest.filter((candidate) => candidate !== best.candidate);
  }
  return order;
}
